"""Calendars read: the value to count with, and the year as a page shows it."""

from calendar import Calendar as MonthGrid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Count

from crm.calendars.arithmetic import WorkingCalendar, working_days_between
from crm.calendars.drafts import Draft, Exceptional
from crm.calendars.frames import Frame, frames_of, written
from crm.calendars.models import Calendar, CalendarVersion
from crm.organisation.models import Project

STANDARD_HOURS = "09:00-12:00, 13:30-18:00"


def draft_of(version_id: int) -> Draft:
    """What a version says. Three queries: the version, its frames, its dates."""
    version = CalendarVersion.objects.get(pk=version_id)
    weekly = defaultdict(tuple)
    for frame in version.frames.order_by("weekday", "opens"):
        weekly[frame.weekday] += (Frame(frame.opens, frame.closes),)
    dates = {
        row.date: Exceptional(
            tuple(Frame(*frame) for frame in row.frames), row.name, row.names, row.provisional, row.source
        )
        for row in version.overrides.order_by("date")
    }
    return Draft(version.timezone, dict(weekly), dates)


@lru_cache(maxsize=256)
def calendar_of_version(version_id: int) -> WorkingCalendar:
    """The value of one version; kept in the process, which is safe because a version never changes."""
    version = CalendarVersion.objects.select_related("calendar").get(pk=version_id)
    return draft_of(version_id).working_calendar(version_id, f"{version.calendar.name} {version.number}")


@lru_cache(maxsize=64)
def standard_calendar(timezone: str) -> WorkingCalendar:
    """Monday to Friday without holidays: what counts where nobody has set a calendar up yet."""
    return Draft(timezone, {weekday: frames_of(STANDARD_HOURS) for weekday in range(5)}).working_calendar()


OWN = "SELECT current_id FROM calendars_calendar WHERE id = %s"
COUNTRYS = """
    SELECT calendar.current_id FROM calendars_calendar AS calendar
    JOIN organisation_city AS city ON city.country = calendar.code WHERE city.id = %s
"""


def calendar_for(project: Project) -> WorkingCalendar:
    """The project's own calendar, else its country's, else the standard week. One query; the version is kept."""
    own = project.calendar_id
    with connection.cursor() as cursor:
        cursor.execute(OWN if own else COUNTRYS, [own or project.city_id])
        row = cursor.fetchone()
    return calendar_of_version(row[0]) if row and row[0] else standard_calendar(project.timezone)


def calendars():
    """All calendars with the number of projects that name them."""
    counts = dict(
        Project.objects.exclude(calendar=None).values_list("calendar").annotate(Count("pk")).order_by()
    )
    rows = list(Calendar.objects.select_related("current").order_by("code"))
    for row in rows:
        row.projects = counts.get(row.pk, 0)
        row.value = calendar_of_version(row.current_id) if row.current_id else None
    return rows


def versions(calendar: Calendar, limit: int = 20):
    rows = CalendarVersion.objects.filter(calendar=calendar).select_related("made_by")
    return rows.order_by("-number")[:limit]


@dataclass(frozen=True)
class Day:
    date: date
    frames: tuple[Frame, ...]
    kind: str  # working | rest | holiday | make_up
    name: str
    provisional: bool
    source: str = ""

    @property
    def hours(self) -> str:
        return written(self.frames)


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day | None]]
    working_days: int


def year_of(draft: Draft, year: int, language: str = "") -> list[Month]:
    """Twelve months of whole weeks from Monday; None where a week reaches into another month."""
    value = draft.working_calendar()
    months = []
    for number in range(1, 13):
        weeks = MonthGrid().monthdatescalendar(year, number)
        days = [[_day(draft, d, language) if d.month == number else None for d in week] for week in weeks]
        last = max(day for week in weeks for day in week if day.month == number)
        first = date(year, number, 1)
        months.append(Month(first, days, working_days_between(value, first, last)))
    return months


def _day(draft: Draft, day: date, language: str) -> Day:
    weekly = draft.weekly.get(day.weekday(), ())
    exceptional = draft.dates.get(day)
    if exceptional is None:
        return Day(day, weekly, "working" if weekly else "rest", "", False)
    kind = "holiday" if not exceptional.frames else "working" if weekly else "make_up"
    name = exceptional.names.get(language) or exceptional.name
    return Day(day, exceptional.frames, kind, name, exceptional.provisional, exceptional.source)


def days_of_year(draft: Draft, year: int, language: str = "") -> list[Day]:
    return [day for month in year_of(draft, year, language) for week in month.weeks for day in week if day]


def today_in(calendar: WorkingCalendar, now) -> date:
    return now.astimezone(calendar.zone).date()
