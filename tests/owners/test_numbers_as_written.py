from decimal import Decimal

import pytest

from owners.contracts.reading import ReadingRefused, minor_units, share_of
from owners.homes.rules import home_number, natural_key
from owners.people import rules


@pytest.mark.parametrize(
    ("kind", "number", "right"),
    [
        ("cn", "11010519491231002X", True),
        ("cn", "110105194912310021", False),
        ("cn", "11010519491231002", False),
        ("tw", "A123456789", True),
        ("tw", "A123456788", False),
        ("tw", "A323456789", False),
        ("hk", "A123456(3)", True),
        ("hk", "G123456(A)", True),
        ("hk", "A123456(4)", False),
        ("fi", "131052-308T", True),
        ("fi", "131052-308U", False),
        ("passport", "E12345678", True),
        ("passport", "E1", False),
    ],
)
def test_an_identity_number_is_right_when_its_check_digit_fits(kind, number, right):
    assert rules.identity_is_right(kind, rules.plain_identity(number)) is right


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("138 1234 5678", "13812345678"),
        ("+86-13812345678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("+358 40 123 4567", "+358401234567"),
        ("(0571) 8888-9999", "057188889999"),
        ("", ""),
    ],
)
def test_a_phone_is_read_as_people_write_it(written, plain):
    assert rules.plain_phone(written) == plain


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("张伟", "zhang wei 张伟"),
        ("張偉", "zhang wei 张伟"),
        ("单雄信", "shan xiong xin 单雄信"),
        ("曾国", "zeng guo 曾国"),
        ("Åke Öhman", "åke öhman åke öhman"),
    ],
)
def test_names_are_sorted_by_their_sound_whatever_the_script(name, key):
    assert rules.name_key(name) == key


def test_numbers_inside_codes_are_sorted_as_numbers():
    codes = ["3-2-1201", "3-2-201", "10-1-101", "A2", "A10", "2-1-101"]
    assert sorted(codes, key=natural_key) == ["2-1-101", "3-2-201", "3-2-1201", "10-1-101", "A2", "A10"]


@pytest.mark.parametrize(
    ("place", "number"),
    [(("3", "2", 12, "01"), "3-2-1201"), (("3", "2", 12, "1201"), "3-2-1201"), (("V7", "", 1, ""), "V7")],
)
def test_a_home_is_called_by_building_entrance_and_door(place, number):
    assert home_number(*place) == number


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("3,800,000", "CNY", 380_000_000),
        ("380万", "CNY", 380_000_000),
        ("1.2亿元", "CNY", 12_000_000_000),
        ("245 000,50 €", "EUR", 24_500_050),
        ("¥ 12.30", "CNY", 1230),
        ("0", "EUR", 0),
    ],
)
def test_an_amount_is_read_as_people_write_it(written, currency, minor):
    assert minor_units(written, currency) == minor


@pytest.mark.parametrize("written", ["", "many", "-5", "1.234", "1e99", "NaN"])
def test_what_is_not_an_amount_is_refused(written):
    with pytest.raises(ReadingRefused):
        minor_units(written, "CNY")


@pytest.mark.parametrize(
    ("written", "share"),
    [("1", "1"), ("1/2", "0.5"), ("1/3", "0.333333"), ("50 %", "0.5"), ("0,25", "0.25")],
)
def test_a_share_is_read_as_people_write_it(written, share):
    assert share_of(written) == Decimal(share)


@pytest.mark.parametrize("written", ["0", "2", "-1", "1/0", "half", "101%"])
def test_what_is_not_a_share_is_refused(written):
    with pytest.raises(ReadingRefused):
        share_of(written)
