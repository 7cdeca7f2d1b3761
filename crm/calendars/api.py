"""Working calendars over the wire: what they say, changing them, and asking when something is due."""

from datetime import date

from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.calendars import selectors, services
from crm.calendars import serializers as shapes
from crm.calendars.access import calendar_by_code
from crm.calendars.arithmetic import add_working_days, add_working_time
from crm.calendars.frames import Frame, clock, minutes_of
from crm.errors import Refused
from crm.web.asked import whole

LONGEST = 100_000


class Calendars(Endpoint):
    """All working calendars."""

    verbs = {"GET": "calendars.view"}
    outputs = {"GET": shapes.CalendarSerializer(many=True)}

    def get(self, request):
        return Response([_calendar(row) for row in selectors.calendars() if row.current_id])


class OneCalendar(Endpoint):
    """One calendar with the hours of its week."""

    verbs = {"GET": "calendars.view"}
    outputs = {"GET": shapes.CalendarSerializer}

    def get(self, request, code):
        row = calendar_by_code(request.user, code)
        draft = selectors.draft_of(row.current_id)
        weekly = [_hours(draft.weekly.get(weekday, ())) for weekday in range(7)]
        return Response({**_calendar(row), "weekly": weekly})


class Week(Endpoint):
    """The hours of the week, from now on."""

    verbs = {"PUT": "calendars.edit"}
    inputs = {"PUT": shapes.WeekSerializer}
    outputs = {"PUT": shapes.CalendarSerializer}

    def put(self, request, code):
        row, given = calendar_by_code(request.user, code, to="calendars.edit"), self.given()
        weekly = {weekday: _frames(hours) for weekday, hours in enumerate(given["weekly"])}
        services.set_week(request.user, row, weekly=weekly, version=given["version"], now=self.now)
        return Response(_calendar(calendar_by_code(request.user, code)))


class Days(Endpoint):
    """Every day of a year (`?year=2026`): working, rest, holiday or make-up."""

    verbs = {"GET": "calendars.view"}
    outputs = {"GET": shapes.DaySerializer(many=True)}

    def get(self, request, code):
        row = calendar_by_code(request.user, code)
        year = _whole(request, "year", self.now.year, 9998)
        draft = selectors.draft_of(row.current_id)
        return Response([_day(day) for day in selectors.days_of_year(draft, year, get_language())])


class OneDay(Endpoint):
    """A date that differs from its weekday, either way."""

    verbs = {"PUT": "calendars.edit", "DELETE": "calendars.edit"}
    inputs = {"PUT": shapes.OverrideSerializer}
    outputs = {"PUT": shapes.CalendarSerializer}

    def put(self, request, code, day: date):
        row, given = calendar_by_code(request.user, code, to="calendars.edit"), self.given()
        services.set_date(
            request.user,
            row,
            day=day,
            frames=_frames(given["hours"]),
            name=given["name"],
            version=given["version"],
            now=self.now,
        )
        return Response(_calendar(calendar_by_code(request.user, code)))

    def delete(self, request, code, day: date):
        """Let it follow its weekday again; `?version=` is the version that the editor saw."""
        row = calendar_by_code(request.user, code, to="calendars.edit")
        version = _whole(request, "version", None, LONGEST)
        services.clear_date(request.user, row, day=day, version=version, now=self.now)
        return Response(status=204)


class Due(Endpoint):
    """When something is due: `?start=2026-03-02T10:00:00+08:00&working_days=5` or `&working_minutes=480`."""

    verbs = {"GET": "calendars.view"}
    outputs = {"GET": shapes.DueSerializer}

    def get(self, request, code):
        row = calendar_by_code(request.user, code)
        value = selectors.calendar_of_version(row.current_id)
        start = _moment(request.query_params.get("start", ""), value)
        days = _whole(request, "working_days", 0, LONGEST)
        minutes = _whole(request, "working_minutes", 0, LONGEST)
        if bool(days) == bool(minutes):
            raise Refused(fields={"working_days": _("Give either working days or working minutes.")})
        due = add_working_days(value, start, days) if days else add_working_time(value, start, minutes)
        answer = {"start": start, "due": due.astimezone(value.zone), "version": row.current.number}
        return Response(answer)


def _calendar(row) -> dict:
    return {
        "code": row.code,
        "label": row.label,
        "country": row.country,
        "timezone": row.current.timezone,
        "version": row.current.number,
    }


def _day(day: selectors.Day) -> dict:
    return {
        "date": day.date,
        "kind": day.kind,
        "name": day.name,
        "provisional": day.provisional,
        "hours": _hours(day.frames),
    }


def _hours(frames) -> list[dict]:
    return [{"opens": clock(opens), "closes": clock(closes)} for opens, closes in frames]


def _frames(hours: list[dict]) -> tuple[Frame, ...]:
    return tuple(Frame(minutes_of(frame["opens"]), minutes_of(frame["closes"])) for frame in hours)


def _whole(request, name: str, default: int | None, most: int) -> int:
    text = request.query_params.get(name, "")
    if not text and default is not None:
        return default
    number = whole(text)
    if number is None or not 1 <= number <= most:
        raise Refused(fields={name: _("A whole number up to %(largest)s.") % {"largest": most}})
    return number


def _moment(text: str, value):
    try:
        moment = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None:
        raise Refused(fields={"start": _("Write the moment as 2026-03-02T10:00:00+08:00.")})
    return moment if moment.tzinfo else moment.replace(tzinfo=value.zone)
