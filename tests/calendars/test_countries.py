"""China's, Taiwan's and Finland's days, against the figures and the days that others published."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from crm.calendars import countries
from crm.calendars.arithmetic import working_days_between
from crm.calendars.countries import GuardDisagrees, announced_through, guard, published, standard_week
from crm.calendars.drafts import Exceptional

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "holidays"
YEARS = range(2022, 2027)
needs_real_days = pytest.mark.skipif(
    not REAL.is_dir(), reason="the folder with the published days is not here"
)


def loaded(code, years=YEARS):
    week = standard_week(code)
    return week.with_published(years, published(code, years, week))


def working_days(draft, year):
    return working_days_between(draft.working_calendar(), date(year, 1, 1), date(year, 12, 31))


def test_chinas_working_days_by_year():
    assert [working_days(loaded("CN"), year) for year in YEARS] == [249, 249, 251, 248, 248]


@needs_real_days
@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_china_is_as_the_state_council_published_it(year):
    papers = json.loads((REAL / f"{year}.json").read_text())["days"]
    stated = {date.fromisoformat(day["date"]): day["isOffDay"] for day in papers}
    calendar = loaded("CN").working_calendar()
    day = date(year, 1, 1)
    while day.year == year:
        working = not stated[day] if day in stated else day.weekday() < 5
        assert calendar.is_working_day(day) is working, day
        day += timedelta(days=1)


def test_make_up_saturdays_and_sundays_are_working_days_with_the_usual_hours():
    calendar = loaded("CN").working_calendar()
    assert calendar.frames_on(date(2026, 2, 14)) == calendar.frames_on(date(2026, 3, 2))
    assert not calendar.is_working_day(date(2026, 2, 16))


def test_years_that_are_not_announced_yet_are_provisional_and_announced_ones_are_not():
    last = announced_through("CN")
    dates = loaded("CN", range(2026, last + 2)).dates
    assert all(e.provisional for day, e in dates.items() if day.year > last)
    assert not any(e.provisional for day, e in dates.items() if day.year <= last)
    assert any(day.year > last for day in dates)


def test_finlands_days_follow_from_the_law_and_are_never_provisional():
    draft = loaded("FI", range(2026, 2040))
    assert not any(e.provisional for e in draft.dates.values())
    assert not draft.working_calendar().is_working_day(date(2026, 6, 19))
    assert working_days(draft, 2026) == 252


def test_taiwan_makes_up_for_bridge_days():
    calendar = loaded("TW").working_calendar()
    assert calendar.is_working_day(date(2023, 2, 18))
    assert not calendar.is_working_day(date(2023, 2, 27))


def test_an_exchanged_day_is_named_after_its_festival_in_every_language():
    dates = loaded("CN").dates
    assert dates[date(2024, 2, 18)].name == "春节"
    assert dates[date(2024, 2, 18)].names == {"en": "Chinese New Year", "zh-hans": "春节", "zh-hant": "春節"}
    assert dates[date(2026, 9, 20)].names["en"] == "National Day"


def test_control_the_guard_finds_a_day_that_one_source_has_wrong():
    dates = dict(loaded("CN").dates)
    del dates[date(2024, 5, 1)]
    dates[date(2024, 3, 4)] = Exceptional((), "invented")
    with pytest.raises(GuardDisagrees) as raised:
        guard(dates, [2024])
    assert raised.value.days == [date(2024, 3, 4), date(2024, 5, 1)]


def test_control_a_disagreement_stops_the_loading(monkeypatch):
    wrong = {date(2024, 3, 4): "休"}

    class Known(dict):
        weekend_workdays = ()

    monkeypatch.setattr(countries, "_known", lambda code, years, language: Known(wrong))
    with pytest.raises(GuardDisagrees):
        published("CN", range(2024, 2025), standard_week("CN"))
