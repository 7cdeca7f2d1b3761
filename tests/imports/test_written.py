"""What people write for telephones, identity numbers and days: read as meant, or refused."""

import contextlib
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.written import Unread, days, identities, phones

MARCH = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("0086-13812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("013812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("13812345678.0", "13812345678"),
        ("手机：13812345678", "13812345678"),
        ("(0571) 8888-9999", "057188889999"),
        ("+86 571 8888 9999", "057188889999"),
        ("0571-88889999-802", "057188889999"),
        ("0571-88889999转802", "057188889999"),
        ("010-12345678", "01012345678"),
        ("400-800-1234", "4008001234"),
        ("0912-345-678", "0912345678"),
        ("+886 912 345 678", "+886912345678"),
        ("+886 0912 345 678", "+886912345678"),
        ("(02) 2345-6789 分機 12", "0223456789"),
        ("+852 2345 6789", "+85223456789"),
        ("2345 6789", "23456789"),
        ("+358 40 123 4567", "+358401234567"),
        ("+358 (0)40 123 4567", "+358401234567"),
        ("040 123 4567", "0401234567"),
        ("09 1234 5678 ext. 5", "0912345678"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_telephone_is_read_as_people_write_it(written, number):
    assert phones.phone(written) == number


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("1.38E+10", "shortened"),
        ("1.38123e10", "shortened"),
        ("13812345678/13900000000", "two telephone numbers"),
        ("13812345678、13900000000", "two telephone numbers"),
        ("13812345678 13900000000", "two telephone numbers"),
        ("13812345678 或 057188889999", "two telephone numbers"),
        ("+358401234567 +358407654321", "two telephone numbers"),
        ("912345678", "leading zero"),
        ("401234567", "leading zero"),
        ("57188889999", "leading zero"),
        ("1012345678", "leading zero"),
        ("138****5678", "masked"),
        ("12012345678", "not a telephone"),
        ("+86 138 1234 567", "length"),
        ("+852 1234", "length"),
        ("12345", "not a telephone"),
        ("无", "not a telephone"),
        ("call me", "not a telephone"),
        ("", "not a telephone"),
        ("1234567890123456", "not a telephone"),
    ],
)
def test_a_telephone_that_cannot_be_is_refused_with_its_reason(written, because):
    with pytest.raises(Unread, match=because):
        phones.phone(written)


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["{}", "+86 {}", "0086{}", "0{}", " {} "]),
)
def test_a_mainland_mobile_is_one_number_however_it_is_written(number, form):
    spaced = f"{number[:3]} {number[3:7]}-{number[7:]}"
    assert phones.phone(form.format(spaced)) == phones.phone(form.format(number)) == number


@given(st.text())
def test_whatever_is_written_is_a_number_or_refused(written):
    try:
        assert phones.phone(written).lstrip("+").isdecimal()
    except Unread as refusal:
        assert str(refusal)


@given(st.text(alphabet=string.digits + "+-() ", max_size=20))
def test_a_number_that_was_read_reads_as_itself(written):
    try:
        number = phones.phone(written)
    except Unread:
        return
    assert phones.phone(number) == number == phones.compared(number)


@pytest.mark.parametrize(
    ("kind", "written", "number"),
    [
        ("cn", "11010519491231002X", "11010519491231002X"),
        ("cn", "11010519491231002x", "11010519491231002X"),
        ("cn", "110105 19491231 002X", "11010519491231002X"),
        ("cn", "110105491231002", "11010519491231002X"),
        ("tw", "A123456789", "A123456789"),
        ("tw", "A800000014", "A800000014"),
        ("tw", "AC01234567", "AC01234567"),
        ("hk", "A123456(3)", "A1234563"),
        ("hk", "G123456（A）", "G123456A"),
        ("fi", "131052-308T", "131052-308T"),
        ("fi", "131052Y308T", "131052Y308T"),
        ("fi", "010104A999P", None),
        ("fi", "131052U308t", "131052U308T"),
    ],
)
def test_an_identity_number_says_whose_it_is(kind, written, number):
    if number is None:
        assert identities.kind_of(written) == kind
    else:
        assert identities.identity(written) == (kind, number)


@pytest.mark.parametrize(
    ("kind", "written", "because"),
    [
        ("", "110105194912310021", "check digit"),
        ("", "990105194912310021", "check digit"),
        ("", "110105194913310028", "day of birth"),
        ("", "110105490230002", "day of birth"),
        ("", "110105194912310000", "last digits"),
        ("", "1.10105E+17", "shortened"),
        ("", "A123456788", "check digit"),
        ("hk", "A123456(4)", "check digit"),
        ("", "310252-308T", "day of birth"),
        ("", "131052-308U", "check digit"),
        ("cn", "A123456789", "form"),
        ("passport", "E1", "no number of such a paper"),
        ("", "E12345678", "no identity number"),
        ("cn", "110105********002X", "masked"),
    ],
)
def test_an_identity_number_that_cannot_be_is_refused_with_its_reason(kind, written, because):
    with pytest.raises(Unread, match=because):
        identities.identity(written, kind)


@given(st.dates(date(1930, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_an_old_number_of_the_mainland_becomes_the_same_persons_new_one(born, serial):
    old = f"330106{born:%y%m%d}{serial:03}"
    kind, new = identities.identity(old)
    assert (kind, len(new), new[6:14]) == ("cn", 18, f"{born:%Y%m%d}")
    assert identities.identity(new) == ("cn", new)


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(2, 899))
def test_a_finnish_code_with_one_sign_changed_is_refused(born, serial):
    sign = "-" if born.year < 2000 else "A"
    body = f"{born:%d%m%y}{sign}{serial:03}"
    right = [
        body + check for check in "0123456789ABCDEFHJKLMNPRSTUVWXY" if identities.is_right("fi", body + check)
    ]
    assert len(right) == 1


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02",
        "2026-3-2",
        "2026/03/02",
        "2026.3.2",
        "20260302",
        "2026年3月2日",
        "2026 年 3 月 2 日",
        "２０２６年３月２號",
        "二〇二六年三月二日",
        "民國115年3月2日",
        "中華民國一一五年三月二日",
        "民国115/3/2",
        "115/3/2",
        "115.03.02",
        "115年3月2日",
        "1150302",
        "2.3.2026",
        "02.03.2026",
        "2.3.2026 klo 9:05".replace(" klo", ""),
        "2026-03-02T09:05:00Z",
        "2026-03-02 00:00:00",
        "2026-03-02 09:05:00.000",
        "2026-03-02（星期一）",
        "46083",
        "46083.5",
        "2 Mar 2026",
        "March 2, 2026",
        "2. maaliskuuta 2026",
    ],
)
def test_a_day_is_read_as_people_write_it(written):
    assert days.day(written) == MARCH


@pytest.mark.parametrize(
    ("written", "options"),
    [
        ("02/03/2026", {"order": "dmy"}),
        ("03/02/2026", {"order": "mdy"}),
        ("02032026", {"order": "dmy"}),
        ("2/3/26", {"order": "dmy", "century": 1940}),
        ("26-3-2", {"century": 1940}),
        ("1150302", {"era": "roc"}),
        ("2026-03-02", {"era": "roc"}),
    ],
)
def test_what_may_mean_two_days_is_decided_by_its_column(written, options):
    assert days.day(written, **options) == MARCH


def test_two_digits_fall_into_the_century_that_was_said():
    assert days.day("39-01-01", century=1940).year == 2039
    assert days.day("40-01-01", century=1940).year == 1940
    assert days.day("99/1/6", era="roc").year == 2010


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("2/3/2026", "may be two days"),
        ("25/3/2026", "may be two days"),
        ("26-3-2", "two digits"),
        ("2026-02-30", "no such day"),
        ("2026-13-01", "no such day"),
        ("民國115年2月29日", "no such day"),
        ("1150230", "no such day"),
        ("20260230", "no such day"),
        ("0001-01-01", "cannot be meant"),
        ("3026-03-02", "cannot be meant"),
        ("2026-03", "is not a date"),
        ("2026-03-02 or later", "is not a date"),
        ("2026-03/02", "is not a date"),
        ("soon", "is not a date"),
        ("", "is not a date"),
        ("123", "is not a date"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_its_reason(written, because):
    with pytest.raises(Unread, match=because):
        days.day(written)


CALENDAR = st.dates(date(1912, 1, 1), date(2100, 12, 31))


@given(CALENDAR, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%d.%m.%Y", "%d %b %Y"]))
def test_a_day_comes_back_from_every_form_it_is_written_in(one, form):
    assert days.day(one.strftime(form)) == one


@given(CALENDAR)
def test_a_day_comes_back_from_the_era_of_the_republic_and_from_a_spreadsheet(one):
    year = one.year - 1911
    assert days.day(f"民國{year}年{one.month}月{one.day}日") == one
    assert days.day(f"{year:03}{one:%m%d}") == one
    serial = (one - date(1899, 12, 30)).days
    assert serial < 10_000 or days.day(str(serial)) == one


@given(st.text())
def test_whatever_is_written_is_a_day_or_refused(written):
    with contextlib.suppress(Unread):
        assert isinstance(days.day(written), date)
