"""Filling a reply template with what a case says; what is missing is named, never guessed."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from crm.web.formats import date_text
from service_desk.clocks.models import Deadline, DeadlineKind
from service_desk.guidance.models import Office

VARIABLES = {
    "owner": _("the owner's name"),
    "home": _("the home"),
    "project": _("the project"),
    "case": _("the case's number"),
    "summary": _("what it is about"),
    "agent": _("who writes"),
    "department": _("the responsible department"),
    "office": _("the office's name"),
    "address": _("the office's address"),
    "telephone": _("the office's telephone"),
    "hours": _("the office's opening hours"),
    "promised_day": _("the day that was promised"),
    "today": _("today"),
}
VARIABLE = re.compile(r"\{(\w{1,30})\}")
# Of the running clocks these were promised to the owner.
PROMISED = (DeadlineKind.ANSWER, DeadlineKind.PROGRESS, DeadlineKind.RETURN_VISIT)


def unknown(text: str) -> list[str]:
    """The names in braces that stand for nothing."""
    return [name for name in dict.fromkeys(VARIABLE.findall(text)) if name not in VARIABLES]


def left_over(text: str) -> list[str]:
    """Variables that nobody has filled in."""
    return [name for name in dict.fromkeys(VARIABLE.findall(text)) if name in VARIABLES]


def fill(text: str, values: dict[str, str]) -> tuple[str, list[str]]:
    """The text with what is known, and the names of what is missing; those stay in the text for all to see."""
    filled = VARIABLE.sub(lambda match: values.get(match[1]) or match[0], text)
    return filled, left_over(filled)


def values_for(case, user, language: str, *, now: datetime) -> dict[str, str]:
    """What the variables stand for in this case, in the owner's language; two queries."""
    office = Office.objects.filter(project=case.project_id).first()
    due = Deadline.objects.filter(
        case=case, kind__in=PROMISED, met_at=None, cancelled_at=None, due_at__gt=now
    )
    promised = due.order_by("due_at").values_list("due_at", flat=True).first()
    with translation.override(language):
        return {
            "owner": case.owner.name if case.owner_id else "",
            "home": f"{case.project.label} {case.home.number}" if case.home_id else "",
            "project": case.project.label,
            "case": case.number,
            "summary": case.summary,
            "agent": user.display_name,
            "department": _department(case),
            "promised_day": _day(promised, case.project) if promised else "",
            "today": _day(now, case.project),
            **_office(office, language),
        }


def _department(case) -> str:
    place = case.responsible or case.team
    return place.label if place else ""


def _office(office, language: str) -> dict[str, str]:
    if office is None:
        return {}
    texts = {"office": office.names, "address": office.addresses, "hours": office.hours}
    return {name: near(held, language) for name, held in texts.items()} | {"telephone": office.telephone}


def near(texts: dict, language: str) -> str:
    """In this language; an address in the other script, or in whatever there is, is better than none."""
    other = {"zh-hant": "zh-hans", "zh-hans": "zh-hant"}.get(language, "en")
    return texts.get(language) or texts.get(other) or next((text for text in texts.values() if text), "")


def _day(moment: datetime, project) -> str:
    return date_text(timezone.localtime(moment, ZoneInfo(project.timezone)).date())
