"""Days counted from today, so that "in the last 90 days" means something else tomorrow; pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from .terms import Unit

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class Span:
    """A length of time as people say it: 90 days, 12 months."""

    n: int
    unit: str


@dataclass(frozen=True)
class Days:
    """From the first day to the last, both included; None is open."""

    first: date | None = None
    last: date | None = None


def ago(today: date, span: Span) -> date:
    """The day that lies a span before today, or the first that we count with."""
    return _moved(today, span, -1)


def ahead(today: date, span: Span) -> date:
    return _moved(today, span, 1)


def _moved(day: date, span: Span, way: int) -> date:
    try:
        if span.unit in (Unit.DAYS, Unit.WEEKS):
            return day + timedelta(days=way * span.n * (7 if span.unit == Unit.WEEKS else 1))
        return _months(day, way * span.n * (12 if span.unit == Unit.YEARS else 1))
    except (OverflowError, ValueError):
        return EARLIEST if way < 0 else LATEST


def _months(day: date, months: int) -> date:
    """The same day of another month, or its last where the month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last(today: date, span: Span) -> Days:
    """The span that ends today."""
    return Days(ago(today, span), today)


def longer_ago(today: date, span: Span) -> Days:
    return Days(None, ago(today, span) - timedelta(days=1))


def coming(today: date, span: Span) -> Days:
    """The span that begins today."""
    return Days(today, ahead(today, span))


def month_after(today: date) -> int:
    return today.month % 12 + 1


def stretches(today: date, until: date) -> list[tuple[int, int, int, int]]:
    """(year, month, first day, last day) of each month from today to a day; a whole year at most."""
    until = min(until, today + timedelta(days=366))
    found, day = [], today
    while day <= until:
        end = min(until, day.replace(day=calendar.monthrange(day.year, day.month)[1]))
        found.append((day.year, day.month, day.day, end.day))
        day = end + timedelta(days=1)
    return found
