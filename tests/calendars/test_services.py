"""Calendars as they are kept: versions, refusals, loading, and which calendar a project's deadlines follow."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, transaction

from crm.accounts.services import system_user
from crm.audit.models import AuditEntry
from crm.calendars import services
from crm.calendars.drafts import Draft
from crm.calendars.frames import frames_of
from crm.calendars.models import Calendar, CalendarVersion, DateOverride
from crm.calendars.selectors import calendar_for, calendar_of_version, draft_of
from crm.errors import Refused, Stale
from crm.organisation.models import City, Project, Region

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
OFFICE = frames_of("09:00-18:00")
WEEK = {weekday: OFFICE for weekday in range(5)}


@pytest.fixture
def actor():
    return system_user("calendars")


@pytest.fixture
def calendar(actor):
    draft = Draft("Asia/Shanghai", WEEK)
    return services.create_calendar(actor, code="desk", name="Desk", draft=draft, now=NOW)


@pytest.fixture
def project():
    city = City.objects.create(
        code="c1", name="C", country="CN", region=Region.objects.create(code="r1", name="R")
    )
    return Project.objects.create(code="p1", name="P", city=city)


def test_a_change_makes_a_new_version_and_the_old_one_still_counts_as_it_did(actor, calendar):
    before = calendar_of_version(calendar.current_id)
    services.set_date(actor, calendar, day=date(2026, 3, 3), frames=(), name="closed", version=1, now=NOW)
    calendar.refresh_from_db()
    assert calendar.current.number == 2
    assert not calendar_of_version(calendar.current_id).is_working_day(date(2026, 3, 3))
    assert before.is_working_day(date(2026, 3, 3))
    assert draft_of(calendar.versions.get(number=1).pk).dates == {}


def test_a_saturday_can_be_made_a_working_day_and_cleared_again(actor, calendar):
    saturday = date(2026, 3, 7)
    services.set_date(actor, calendar, day=saturday, frames=OFFICE, name="fair", version=1, now=NOW)
    calendar.refresh_from_db()
    assert calendar_of_version(calendar.current_id).is_working_day(saturday)
    services.clear_date(actor, calendar, day=saturday, version=2, now=NOW)
    calendar.refresh_from_db()
    assert not calendar_of_version(calendar.current_id).is_working_day(saturday)


def test_every_change_is_in_the_audit(actor, calendar):
    services.set_week(actor, calendar, weekly=WEEK | {5: OFFICE}, version=1, now=NOW)
    entry = AuditEntry.objects.filter(verb="calendars.edit").latest("pk")
    assert (entry.before, entry.after) == ({"version": 1}, {"version": 2})


@pytest.mark.parametrize("weekly", [{}, {0: ()}])
def test_a_week_without_work_is_refused_and_nothing_changes(actor, calendar, weekly):
    with pytest.raises(Refused) as refusal:
        services.set_week(actor, calendar, weekly=weekly, version=1, now=NOW)
    assert "weekly" in refusal.value.fields
    assert CalendarVersion.objects.filter(calendar=calendar).count() == 1


def test_an_empty_calendar_cannot_be_made(actor):
    with pytest.raises(Refused):
        services.create_calendar(actor, code="empty", name="E", draft=Draft("Asia/Shanghai", {}), now=NOW)
    assert not Calendar.objects.filter(code="empty").exists()


def test_an_unknown_time_zone_is_refused(actor):
    with pytest.raises(Refused) as refusal:
        services.create_calendar(actor, code="m", name="M", draft=Draft("Mars/Olympus", WEEK), now=NOW)
    assert "timezone" in refusal.value.fields


def test_who_edits_an_older_version_is_told_so(actor, calendar):
    services.set_week(actor, calendar, weekly=WEEK, version=1, now=NOW)
    with pytest.raises(Stale):
        services.set_week(actor, calendar, weekly=WEEK, version=1, now=NOW)


def test_the_database_itself_keeps_versions_as_they_are(actor, calendar):
    services.set_date(actor, calendar, day=date(2026, 3, 3), frames=(), name="", version=1, now=NOW)
    for rows, change in ((CalendarVersion.objects, {"number": 9}), (DateOverride.objects, {"name": "other"})):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            rows.update(**change)


def test_a_holiday_with_hours_cannot_be_stored(calendar):
    row = DateOverride(version=calendar.current, date=date(2026, 1, 1), kind="holiday", frames=[[0, 1]])
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_loading_twice_changes_nothing_and_keeps_what_people_set(actor):
    calendar, changed = services.load_holidays(actor, "CN", first=2026, last=2026, now=NOW)
    assert changed
    services.set_date(
        actor, calendar, day=date(2026, 5, 1), frames=OFFICE, name="open day", version=1, now=NOW
    )
    calendar, changed = services.load_holidays(actor, "CN", first=2026, last=2026, now=NOW)
    assert not changed
    assert draft_of(calendar.current_id).dates[date(2026, 5, 1)].name == "open day"


def test_loading_more_years_keeps_the_others(actor):
    services.load_holidays(actor, "CN", first=2025, last=2025, now=NOW)
    calendar, _ = services.load_holidays(actor, "CN", first=2026, last=2026, now=NOW)
    assert {day.year for day in draft_of(calendar.current_id).dates} >= {2025, 2026}


@pytest.mark.parametrize(
    ("country", "first", "last"), [("SE", 2026, 2026), ("CN", 2027, 2026), ("CN", 1900, 2026)]
)
def test_what_cannot_be_loaded_is_refused_with_its_reason(actor, country, first, last):
    with pytest.raises(Refused):
        services.load_holidays(actor, country, first=first, last=last, now=NOW)


def test_the_command_says_how_many_working_days_each_year_has():
    out = StringIO()
    call_command("load_holidays", "CN", "2022", "2026", stdout=out)
    assert out.getvalue().splitlines() == [
        f"{year}: {days} working days"
        for year, days in zip(range(2022, 2027), [249, 249, 251, 248, 248], strict=True)
    ]


def test_a_project_follows_its_own_calendar_else_its_countrys_else_the_standard_week(
    actor, calendar, project
):
    assert calendar_for(project).version is None
    china, _ = services.load_holidays(actor, "CN", first=2026, last=2026, now=NOW)
    assert calendar_for(project).version == china.current_id
    project.calendar = calendar
    assert calendar_for(project).version == calendar.current_id


def test_finding_a_projects_calendar_costs_one_query_once_it_is_known(
    actor, calendar, project, django_assert_num_queries
):
    project.calendar = calendar
    calendar_for(project)
    with django_assert_num_queries(1):
        calendar_for(project)
