"""What people write for areas, money, numerals and shares: read as meant, or refused."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.written import Unread, measures, money, numerals


@pytest.mark.parametrize(
    ("written", "unit", "metres"),
    [
        ("89.5", "m2", "89.50"),
        ("89,5 m²", "m2", "89.50"),
        ("89.5㎡", "m2", "89.50"),
        ("89.5平方米", "m2", "89.50"),
        ("89.5 平方公尺", "m2", "89.50"),
        ("1,234.5 sqm", "m2", "1234.50"),
        ("30坪", "m2", "99.17"),
        ("30", "坪", "99.17"),
        ("89.5㎡", "坪", "89.50"),
        ("1,000 sq ft", "m2", "92.90"),
        ("1 000 m2", "m2", "1000.00"),
    ],
)
def test_an_area_is_read_as_people_write_it(written, unit, metres):
    assert measures.area(written, unit=unit) == Decimal(metres)


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("2畝", "measure of land"),
        ("3.5亩", "measure of land"),
        ("1公頃", "measure of land"),
        ("large", "is not an area"),
        ("-5", "is not an area"),
        ("80-90", "is not an area"),
        ("89.5 apples", "is not an area"),
        ("8,95,0", "is not an area"),
        ("99999999", "more than any home"),
        ("1E+05", "shortened"),
        ("", "is not an area"),
    ],
)
def test_an_area_that_cannot_be_is_refused_with_its_reason(written, because):
    with pytest.raises(Unread, match=because):
        measures.area(written)


@given(st.decimals("0.01", "99999", places=2))
def test_an_area_comes_back_with_point_comma_and_unit(value):
    assert measures.area(f"{value} m²") == measures.area(f"{value}".replace(".", ",")) == value


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("3,800,000", "CNY", 3_800_000_00),
        ("3 800 000", "EUR", 3_800_000_00),
        ("380万", "CNY", 3_800_000_00),
        ("380万元整", "CNY", 3_800_000_00),
        ("1.2亿", "CNY", 120_000_000_00),
        ("3亿2000万", "CNY", 320_000_000_00),
        ("3万5千元", "CNY", 35_000_00),
        ("NT$ 980萬", "TWD", 9_800_000_00),
        ("新臺幣9,800,000元", "TWD", 9_800_000_00),
        ("HK$1,234.50", "HKD", 123_450),
        ("245 000,50 €", "EUR", 24_500_050),
        ("1,2 milj. €", "EUR", 1_200_000_00),
        ("1.5 million", "EUR", 1_500_000_00),
        ("1.234.567", "EUR", 1_234_567_00),
        ("1.234.567,89", "EUR", 123_456_789),
        ("1'234.50", "CNY", 123_450),
        ("¥12.3", "CNY", 1230),
        ("１２３", "CNY", 12_300),
        ("12元5角", "CNY", 1250),
        ("12元5角6分", "CNY", 1256),
        ("壹佰贰拾叁元肆角伍分", "CNY", 12_345),
        ("人民币壹佰贰拾万元整", "CNY", 1_200_000_00),
        ("一百二十万", "CNY", 1_200_000_00),
        ("三百八十万", "CNY", 3_800_000_00),
        ("1234567.8900000001", "CNY", 123_456_789),
        ("1000", "JPY", 1000),
        ("0", "CNY", 0),
    ],
)
def test_an_amount_is_read_as_people_write_it(written, currency, minor):
    assert money.minor_units(written, currency) == minor


def test_a_column_may_be_counted_in_ten_thousands():
    assert money.minor_units("128.5", "CNY", unit="万") == 1_285_000_00
    assert money.minor_units("1.2亿", "CNY", unit="万") == 120_000_000_00


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("100 €", "in EUR; here it is CNY"),
        ("NT$100", "in TWD; here it is CNY"),
        ("1.38E+10", "shortened"),
        ("1.234", "more decimals"),
        ("-5", "less than nothing"),
        ("(500)", "less than nothing"),
        ("1e99", "shortened"),
        ("10000亿亿", "not an amount"),
        ("1,23,4", "not an amount"),
        ("12,34.5", "not an amount"),
        ("面议", "not an amount"),
        ("100 or 200", "not an amount"),
        ("NaN", "not an amount"),
        ("", "not an amount"),
        ("9999999999999999", "larger than any"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_with_its_reason(written, because):
    with pytest.raises(Unread, match=because):
        money.minor_units(written, "CNY")


@given(st.integers(0, 10**14))
def test_an_amount_comes_back_from_every_way_of_writing_it(minor):
    value = Decimal(minor).scaleb(-2)
    written = [
        f"{value}",
        f"¥{value:,}",
        f"{value}".replace(".", ","),
        f"{value:,}".replace(",", " "),
        f"{value}元",
    ]
    assert {money.minor_units(one, "CNY") for one in written} == {minor}


@given(st.integers(0, 10**9))
def test_ten_thousands_come_back(count):
    assert money.minor_units(f"{count}万", "CNY") == count * 10_000_00


@given(st.text())
def test_whatever_is_written_is_an_amount_or_refused(written):
    with contextlib.suppress(Unread):
        assert money.minor_units(written, "CNY") >= 0


def said(
    number: int,
    digits: str = "零一二三四五六七八九",
    small=("", "十", "百", "千"),
    large=("", "万", "亿", "万亿"),
) -> str:
    """A number in words, as a cashier writes it: the other way round than it is read."""
    if number == 0:
        return digits[0]
    text, gap = "", False
    for place in range(3, -1, -1):
        section = number // 10_000**place % 10_000
        if section == 0:
            gap = bool(text)
            continue
        if text and (gap or section < 1000):
            text += digits[0]
        gap, inner = False, ""
        for step in range(3, -1, -1):
            digit = section // 10**step % 10
            if digit:
                inner += digits[digit] + small[step]
            elif inner and section % 10**step:
                inner += "" if inner.endswith(digits[0]) else digits[0]
        text += inner + large[place]
    return text


@given(st.integers(0, 10**12 - 1))
def test_a_chinese_numeral_comes_back_in_both_writings(number):
    assert numerals.number(said(number)) == number
    banker = said(number, "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))
    assert numerals.number(banker) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("十二", 12),
        ("廿五", 25),
        ("一百二", 120),
        ("三万五", 35_000),
        ("三万零五", 30_005),
        ("二〇二六", 2026),
        ("两千", 2000),
    ],
)
def test_numerals_are_read_as_they_are_spoken(written, number):
    assert numerals.number(written) == number


@pytest.mark.parametrize("written", ["", "百十", "一二百", "十百", "万", "一千万千万", "abc", "12a"])
def test_what_nobody_says_is_no_numeral(written):
    assert numerals.number(written) is None


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("1", "1"),
        ("1/3", "0.333333"),
        ("50%", "0.5"),
        ("33.3 %", "0.333"),
        ("0,25", "0.25"),
        ("½", "0.5"),
        ("三分之一", "0.333333"),
        ("百分之五十", "0.5"),
        ("一半", "0.5"),
        ("全部", "1"),
    ],
)
def test_a_share_is_read_as_people_write_it(written, share):
    assert measures.share(written) == Decimal(share)


def test_a_column_of_percents_needs_no_sign():
    assert measures.share("50", unit="percent") == Decimal("0.5")


@pytest.mark.parametrize("written", ["0", "2", "50", "-1", "1/0", "half", "101%", "", "1/2/3", "二分之三"])
def test_a_share_that_cannot_be_is_refused(written):
    with pytest.raises(Unread):
        measures.share(written)


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_fraction_comes_back_as_its_part(above, below):
    above, below = min(above, below), max(above, below)
    assert abs(measures.share(f"{above}/{below}") - Decimal(above) / below) < Decimal("0.000001")
