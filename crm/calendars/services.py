"""The only writers of calendars. Every change is a new version; the old ones stay as they were."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.calendars import countries
from crm.calendars.drafts import Draft, Exceptional
from crm.calendars.frames import EmptyCalendar, Frame, InvalidCalendar, written
from crm.calendars.models import Calendar, CalendarVersion, DateOverride, WeeklyFrame
from crm.calendars.selectors import calendar_for, calendar_of_version, draft_of
from crm.errors import Refused, Stale

__all__ = [
    "calendar_for",
    "calendar_of_version",
    "clear_date",
    "create_calendar",
    "load_holidays",
    "set_date",
    "set_week",
]


@transaction.atomic
def create_calendar(
    actor,
    *,
    code: str,
    name: str,
    draft: Draft,
    names=None,
    country: str = "",
    because: str = "",
    now: datetime,
) -> Calendar:
    """A new calendar with its first version. A draft in which nothing is ever open is refused."""
    _checked(draft)
    if not code or Calendar.objects.filter(code=code).exists():
        raise Refused(fields={"code": _("Choose a code that no other calendar has.")})
    calendar = Calendar.objects.create(
        code=code, name=name, names=names or {}, country=country, timezone=draft.timezone
    )
    _write_version(actor, calendar, draft, because=because or _("first version"), now=now)
    return calendar


def set_week(
    actor,
    calendar: Calendar,
    *,
    weekly: dict[int, tuple[Frame, ...]],
    version: int,
    because: str = "",
    now: datetime,
) -> CalendarVersion:
    """The hours of the week from now on; ``version`` is the number that the editor saw."""
    change = _("hours of the week changed")
    return _change(
        actor, calendar, lambda d: d.with_week(weekly), version=version, because=because or change, now=now
    )


def set_date(
    actor, calendar: Calendar, *, day: date, frames: tuple[Frame, ...], name: str, version: int, now: datetime
) -> CalendarVersion:
    """Make a date a holiday (no frames) or a working day with frames of its own."""
    exceptional = Exceptional(frames, name)
    because = _("%(date)s set to %(hours)s") % {
        "date": day.isoformat(),
        "hours": written(frames) or _("holiday"),
    }
    return _change(
        actor, calendar, lambda d: d.with_date(day, exceptional), version=version, because=because, now=now
    )


def clear_date(actor, calendar: Calendar, *, day: date, version: int, now: datetime) -> CalendarVersion:
    """Let a date follow its weekday again."""
    because = _("%(date)s follows its weekday again") % {"date": day.isoformat()}
    return _change(actor, calendar, lambda d: d.without_date(day), version=version, because=because, now=now)


@transaction.atomic
def load_holidays(actor, code: str, *, first: int, last: int, now: datetime) -> tuple[Calendar, bool]:
    """Bring a country's published days into its calendar, which is made on first use; what people set stays.

    Years not announced yet come in marked provisional. Returns the calendar and whether anything changed.
    """
    if code not in countries.COUNTRIES:
        known = ", ".join(countries.COUNTRIES)
        raise Refused(fields={"country": _("Published days are known for: %(known)s.") % {"known": known}})
    if not 2004 <= first <= last <= 2060:
        raise Refused(fields={"years": _("Give a first and a last year between 2004 and 2060.")})
    country = countries.COUNTRIES[code]
    calendar = Calendar.objects.select_for_update(of=["self"]).filter(code=code).first()
    draft = draft_of(calendar.current_id) if calendar else countries.standard_week(code)
    years = range(first, last + 1)
    loaded = draft.with_published(years, countries.published(code, years, draft))
    because = _("published days %(first)d–%(last)d") % {"first": first, "last": last}
    if calendar is None:
        made = create_calendar(
            actor, code=code, name=country.name, names=country.names, country=code, draft=loaded,
            because=because, now=now,
        )  # fmt: skip
        return made, True
    if loaded.dates == draft.dates:
        return calendar, False
    _write_version(actor, calendar, loaded, because=because, now=now)
    return calendar, True


@transaction.atomic
def _change(actor, calendar, edit, *, version: int, because: str, now: datetime) -> CalendarVersion:
    """Lock the calendar, compare the version, check what would come out, write it as the next version."""
    locked = Calendar.objects.select_for_update(of=["self"]).select_related("current").get(pk=calendar.pk)
    if locked.current.number != version:
        raise Stale(given=version, current=locked.current.number)
    draft = edit(draft_of(locked.current_id))
    _checked(draft)
    return _write_version(actor, locked, draft, because=because, now=now)


def _checked(draft: Draft) -> None:
    try:
        ZoneInfo(draft.timezone)
        draft.working_calendar()
    except (ZoneInfoNotFoundError, IsADirectoryError) as exc:
        raise Refused(fields={"timezone": _("This time zone is not known.")}) from exc
    except EmptyCalendar as exc:
        sentence = _("At least one weekday needs working hours; otherwise nothing could ever fall due.")
        raise Refused(fields={"weekly": sentence}) from exc
    except InvalidCalendar as exc:
        sentence = _("Write hours as 09:00–12:00, 13:30–18:00, between 00:00 and 24:00, without overlap.")
        raise Refused(fields={"weekly": sentence}) from exc


def _write_version(
    actor, calendar: Calendar, draft: Draft, *, because: str, now: datetime
) -> CalendarVersion:
    before = calendar.current.number if calendar.current_id else None
    version = CalendarVersion.objects.create(
        calendar=calendar,
        number=(before or 0) + 1,
        timezone=draft.timezone,
        made_at=now,
        made_by=actor,
        because=because[:200],
    )
    WeeklyFrame.objects.bulk_create(
        WeeklyFrame(version=version, weekday=weekday, opens=frame.opens, closes=frame.closes)
        for weekday, frames in draft.weekly.items()
        for frame in frames
    )
    DateOverride.objects.bulk_create(_override(version, day, e) for day, e in sorted(draft.dates.items()))
    calendar.current = version
    calendar.save(update_fields=["current"])
    record(
        actor, "calendars.edit", calendar, now=now, before={"version": before}, after={"version": version.number},
        because=version.because,
    )  # fmt: skip
    return version


def _override(version, day: date, exceptional: Exceptional) -> DateOverride:
    return DateOverride(
        version=version,
        date=day,
        kind=exceptional.kind,
        name=exceptional.name,
        names=exceptional.names,
        frames=[list(frame) for frame in exceptional.frames],
        provisional=exceptional.provisional,
        source=exceptional.source,
    )
