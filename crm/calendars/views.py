"""Working calendars in the settings: the list, a year at a glance, the hours, the dates, and a calculator."""

from datetime import date

from babel.dates import get_day_names
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.calendars import selectors, services
from crm.calendars.access import calendar_by_code
from crm.calendars.arithmetic import add_working_days, add_working_time
from crm.calendars.forms import DateForm, DueForm, WeekForm
from crm.errors import Refused
from crm.web import formats
from crm.web.asked import whole
from crm.web.pages import page

FIRST_YEAR, LAST_YEAR = 2000, 2060


@page("calendars.view")
@require_GET
def calendars(request):
    now = clock.now()
    rows = selectors.calendars()
    for row in rows:
        row.due = _in_words(row.value, add_working_days(row.value, now, 5)) if row.value else ""
    return render(request, "calendars/list.html", {"rows": rows, "now": now})


@page("calendars.view")
@require_GET
def calendar(request, code):
    """One year of a calendar, with what may be changed beside it."""
    return _shown(request, calendar_by_code(request.user, code))


@page("calendars.edit")
@require_POST
def week(request, code):
    row = calendar_by_code(request.user, code, to="calendars.edit")
    form = WeekForm(request.POST)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            services.set_week(request.user, row, weekly=form.weekly(), version=version, now=clock.now())
        except Refused as refusal:
            for reason in refusal.fields.values():
                form.add_error(None, str(reason))
        else:
            messages.success(request, _("The new hours count from now on. Running deadlines keep theirs."))
            return redirect("calendar", code)
    return _shown(request, row, week_form=form, status=422)


@page("calendars.edit")
@require_POST
def set_date(request, code):
    row = calendar_by_code(request.user, code, to="calendars.edit")
    form = DateForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, date_form=form, status=422)
    given = form.cleaned_data
    services.set_date(
        request.user, row, day=given["date"], frames=given["hours"], name=given["name"],
        version=given["version"], now=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Saved."))
    return redirect(f"{_address(row)}?year={given['date'].year}")


@page("calendars.edit")
@require_POST
def clear_date(request, code):
    row = calendar_by_code(request.user, code, to="calendars.edit")
    day, version = _day(request.POST.get("date", "")), _whole(request.POST.get("version", ""))
    services.clear_date(request.user, row, day=day, version=version, now=clock.now())
    messages.success(request, _("The day follows its weekday again."))
    return redirect(f"{_address(row)}?year={day.year}")


@page("calendars.view")
@require_GET
def due(request, code):
    """What the calculator answers; a part of the page."""
    row = calendar_by_code(request.user, code)
    form = DueForm(request.GET)
    return render(request, "calendars/due.html", {"form": form, "calendar": row} | _answer(row, form))


def _shown(request, row, *, week_form=None, date_form=None, status=200):
    now = clock.now()
    draft, value = selectors.draft_of(row.current_id), selectors.calendar_of_version(row.current_id)
    today = selectors.today_in(value, now)
    year = _year(request.GET.get("year", ""), today.year)
    months = selectors.year_of(draft, year, translation.get_language())
    days = [day for month in months for week in month.weeks for day in week if day]
    version = row.current.number
    start = timezone.localtime(now, value.zone).replace(tzinfo=None, second=0, microsecond=0)
    context = {
        "calendar": row,
        "year": year,
        "months": months,
        "weekdays": _weekdays(),
        "today": today,
        "working_days": sum(month.working_days for month in months),
        "provisional": any(day.provisional for day in days),
        "exceptional": [day for day in days if day.date in draft.dates],
        "versions": selectors.versions(row),
        "may_edit": may(request.user, "calendars.edit"),
        "week_form": week_form or WeekForm(initial=WeekForm.initial_of(draft.weekly, version)),
        "date_form": date_form or DateForm(initial={"version": version, "date": request.GET.get("day", "")}),
        "form": DueForm(initial={"start": start, "days": 5}),
        "now": now,
    }
    return render(request, "calendars/calendar.html", context, status=status)


def _weekdays() -> list[dict]:
    """Monday to Sunday as the heads of narrow columns, with the whole word behind each."""
    narrow = get_day_names("narrow", locale=formats.locale())
    return [{"long": WEEKDAYS[weekday], "short": narrow[weekday]} for weekday in range(7)]


def _answer(row, form) -> dict:
    if not form.is_valid():
        return {}
    value, given = selectors.calendar_of_version(row.current_id), form.cleaned_data
    start = given["start"].replace(tzinfo=value.zone)
    if given["hours"]:
        due = add_working_time(value, start, given["hours"] * 60)
    elif given["days"]:
        due = add_working_days(value, start, given["days"])
    else:
        return {}
    return {"due": _in_words(value, due)}


def _in_words(value, moment) -> str:
    """A moment as the clocks of the calendar's own place show it."""
    there = moment.astimezone(value.zone)
    return f"{formats.weekday_text(there)} {formats.moment_text(there)}"


def _address(row) -> str:
    return reverse("calendar", args=[row.code])


def _year(text: str, today: int) -> int:
    year = whole(text)
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else today


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise Refused(fields={"date": _("This is not a date.")}) from exc


def _whole(text: str) -> int:
    version = whole(text)
    if version is None:
        raise Refused(fields={"version": _("The version of the calendar is missing.")})
    return version
