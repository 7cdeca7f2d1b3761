"""What stands in cells, and what is meant."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm.imports import converters

DAY = date(2020, 1, 6)


@pytest.mark.parametrize(
    ("cell", "options"),
    [
        ("2020-01-06", {}),
        ("2020/1/6", {}),
        ("2020.01.06", {}),
        ("20200106", {}),
        ("2020年1月6日", {}),
        ("２０２０年１月６日", {}),
        ("2020-01-06 12:09:38", {}),
        ("2020-01-06T12:09:38", {}),
        ("2020-01-06T12:09", {"order": "dmy"}),
        ("6.1.2020", {"order": "dmy"}),
        ("06/01/2020", {"order": "dmy"}),
        ("1/6/2020", {"order": "mdy"}),
        ("06012020", {"order": "dmy"}),
        ("1090106", {"era": "roc"}),
        ("109/01/06", {"era": "roc"}),
        ("民國109年1月6日", {}),
        ("民国109年1月6日", {}),
        ("43836", {}),
        ("43836.507", {}),
    ],
)
def test_a_date_is_read_however_it_is_written(cell, options):
    assert converters.day(cell, **options) == DAY


def test_a_year_of_the_republic_before_its_hundredth_has_six_digits():
    assert converters.day("830311", era="roc") == date(1994, 3, 11)


@pytest.mark.parametrize("cell", ["", "soon", "2020-13-01", "2020-02-30", "1081", "全"])
def test_what_is_no_date_is_refused_in_words(cell):
    with pytest.raises(ValueError, match="is not a date"):
        converters.day(cell)


def test_a_day_and_a_month_are_never_confused_silently():
    for cell in ("03/04/2022", "21/01/2022"):
        with pytest.raises(ValueError, match="may be two days"):
            converters.day(cell)
    assert converters.day("03/04/2022", order="dmy") == date(2022, 4, 3)


@pytest.mark.parametrize(
    ("cell", "hour", "minute"),
    [
        ("2020/1/6 9:05", 9, 5),
        ("2020-01-06", 0, 0),
        ("2020年1月6日 9时05分", 9, 5),
        ("2020-01-06 9:05 PM", 21, 5),
        ("2020年1月6日 下午9:05", 21, 5),
        ("2020-01-06T09:05:00+08:00", 9, 5),
    ],
)
def test_a_moment_has_the_zone_of_its_source(cell, hour, minute):
    zone = ZoneInfo("Asia/Taipei")
    assert converters.moment(cell, zone="Asia/Taipei") == datetime(2020, 1, 6, hour, minute, tzinfo=zone)


def test_a_moment_with_an_impossible_time_is_refused():
    with pytest.raises(ValueError, match="time of day"):
        converters.moment("2020-01-06 25:00")


@pytest.mark.parametrize(
    ("cell", "currency", "minor"),
    [
        ("62000000", "TWD", 62_000_000_00),
        ("1,234.56", "CNY", 123456),
        ("¥1,234,567", "CNY", 1_234_567_00),
        ("128万元", "CNY", 1_280_000_00),
        ("1.5亿", "CNY", 150_000_000_00),
        ("NT$ 980萬", "TWD", 9_800_000_00),
        ("1 234,50 €", "EUR", 123450),
        ("１２３", "CNY", 12300),
        ("1000", "JPY", 1000),
        ("-50", "CNY", -5000),
    ],
)
def test_an_amount_becomes_minor_units(cell, currency, minor):
    assert converters.amount(cell, currency=currency) == minor


def test_an_amount_in_a_column_of_ten_thousands():
    assert converters.amount("128.5", unit="万") == 1_285_000_00


@pytest.mark.parametrize("cell", ["", "free", "1.2.3.4,5,6"])
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises(ValueError, match="is not"):
        converters.amount(cell)


@pytest.mark.parametrize(
    ("cell", "options", "square_metres"),
    [
        ("89.5", {}, "89.50"),
        ("89,5 m²", {}, "89.50"),
        ("89.5㎡", {}, "89.50"),
        ("89.5平方公尺", {}, "89.50"),
        ("30坪", {}, "99.17"),
        ("30", {"unit": "坪"}, "99.17"),
        ("1,000 sq ft", {}, "92.90"),
    ],
)
def test_an_area_becomes_square_metres(cell, options, square_metres):
    assert converters.area(cell, **options) == Decimal(square_metres)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12),
        ("十二", 12),
        ("二十五層", 25),
        ("一百零一层", 101),
        ("三樓", 3),
        ("地下一層", -1),
        ("B2", -2),
        ("12F", 12),
    ],
)
def test_a_floor_is_read_in_digits_and_in_chinese(cell, number):
    assert converters.whole(cell) == number


def test_of_several_floors_the_first_counts_and_words_that_name_none_give_none():
    assert converters.floor("四層，五層") == 4
    assert converters.floor("全") is None


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("013800000001", "13800000001"),
        ("+86 138-0000-0001", "13800000001"),
        ("０９１２ ３４５ ６７８", "0912345678"),
        ("0571-88886666转802", "057188886666"),
    ],
)
def test_a_phone_keeps_its_digits(cell, phone):
    assert converters.phone(cell) == phone


def test_a_phone_without_digits_is_refused():
    with pytest.raises(ValueError, match="telephone"):
        converters.phone("none")


@pytest.mark.parametrize(("cell", "answer"), [("是", True), ("Kyllä", True), ("無", False), ("No", False)])
def test_yes_and_no_in_four_languages(cell, answer):
    assert converters.yes_no(cell) is answer


def test_words_lose_their_padding_and_keep_their_lines():
    assert (
        converters.paragraphs("\n\t\t\t\n\t\u3000\u3000书记您好，\t我是\n\t\n谢谢") == "书记您好， 我是\n谢谢"
    )
