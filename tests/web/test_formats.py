from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from crm.web import formats

MOMENT = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "21 Nov 2026"),
        ("zh-hans", "2026年11月21日"),
        ("zh-hant", "2026年11月21日"),
        ("fi", "21.11.2026"),
    ],
)
def test_a_date_is_written_as_its_reader_writes_it(language, written):
    with translation.override(language):
        assert formats.date_text(date(2026, 11, 21)) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("zh-hans", "¥128,000"), ("en", "CN¥128,000"), ("fi", "128\xa0000\xa0CNY")],
)
def test_whole_money_drops_its_zeros(language, written):
    with translation.override(language):
        assert formats.money_text(12_800_000, "CNY") == written


def test_money_keeps_its_cents_where_there_are_any():
    with translation.override("en"):
        assert formats.money_text(12_850, "EUR") == "€128.50"
    with translation.override("en"):
        assert formats.money_text(None, "EUR") == "–"


def test_a_span_is_its_two_largest_parts():
    with translation.override("en"):
        assert formats.span_text(timedelta(days=2, hours=3, minutes=40)) == "2 d 3 h"
        assert formats.span_text(timedelta(hours=3, minutes=10)) == "3 h 10 min"
        assert formats.span_text(timedelta(days=12, hours=5)) == "12 d"
        assert formats.span_text(timedelta(seconds=20)) == "0 min"


@pytest.mark.parametrize(
    ("hours", "tone", "percent"), [(2, "calm", 20), (5, "notice", 50), (10, "notice", 100), (11, "late", 100)]
)
def test_red_means_really_late(hours, tone, percent):
    due = MOMENT + timedelta(hours=10)
    shown = formats.countdown(due, MOMENT + timedelta(hours=hours), started_at=MOMENT)
    assert (shown.tone, shown.percent) == (tone, percent)


def test_a_count_is_capped():
    with translation.override("en"):
        assert formats.capped(999) == "999"
        assert formats.capped(1001) == "1,000+"


@pytest.mark.parametrize(
    ("name", "sign"), [("陈建国", "陈"), ("Alice Wen 温雅", "温"), ("Sofia Virtanen", "SV"), ("", "?")]
)
def test_a_face_carries_the_family_names_sign(name, sign):
    assert formats.initials(name) == sign


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "CN¥543.5M"),
        ("zh-hans", "¥5.4亿"),
        ("zh-hant", "CN¥5.4億"),
        ("fi", "543,5\xa0milj.\xa0CNY"),
    ],
)
def test_large_money_is_shortened_as_its_reader_shortens_it(language, written):
    with translation.override(language):
        assert formats.compact_money_text(54_350_000_000, "CNY") == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "Nov 2026"), ("zh-hans", "2026年11月"), ("zh-hant", "2026年11月"), ("fi", "11/2026")],
)
def test_a_month_on_an_axis(language, written):
    with translation.override(language):
        assert formats.month_text(date(2026, 11, 1)) == written
