"""By what a queue can be narrowed. A room adds its own with `add`; each reads text, as it stands in an address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from service_desk.cases.states import CaseStatus
from service_desk.cases.terms import CaseKind, Channel, Emotion, Severity, Subject
from service_desk.workspace.lists import Reader, due_between, due_today, overdue
from service_desk.workspace.models import CaseTag

NOBODY = "none"  # a value: no assignee, no team, no clock
SEVERAL = ","


@dataclass(frozen=True)
class Filter:
    """`condition(value, reader)` says which cases pass; a value it cannot read is a ValueError.

    `choices` are the values with their words, where they are few and the same for everybody. `kept` says whether
    an own view may hold it: what names a person may not.
    """

    key: str
    label: str
    condition: Callable[[str, Reader], Q]
    choices: Callable[[], list] | None = None
    kept: bool = True


FILTERS: dict[str, Filter] = {}


def add(filter_: Filter) -> None:
    """Let everybody narrow the queue by one thing more; said twice, the later one counts."""
    FILTERS[filter_.key] = filter_


def chosen(said) -> dict[str, str]:
    """Those of the filters that somebody set, as text; `said` is any mapping."""
    found = {key: str(said.get(key) or "").strip()[:200] for key in FILTERS}
    return {key: value for key, value in found.items() if value}


def keepable(values: dict[str, str]) -> dict[str, str]:
    """Those that an own view keeps."""
    return {key: value for key, value in values.items() if key in FILTERS and FILTERS[key].kept}


def readable(values: dict[str, str], reader: Reader) -> dict[str, str]:
    """Those whose values can be read: a bookmark is never an error."""
    return {key: value for key, value in values.items() if _can_read(key, value, reader)}


def _can_read(key: str, value: str, reader: Reader) -> bool:
    try:
        FILTERS[key].condition(value, reader)
    except ValueError:
        return False
    return True


def _one_of(field: str):
    """One value or several, with commas between."""
    return lambda value, reader: Q(**{f"{field}__in": value.split(SEVERAL)})


def _subject(value: str, reader: Reader) -> Q:
    condition = Q()
    for code in value.split(SEVERAL):
        condition |= Q(subject=code) | Q(subject__startswith=f"{code}.")
    return condition


def _assignee(value: str, reader: Reader) -> Q:
    if value == NOBODY:
        return Q(assignee=None)
    return Q(assignee=reader.user) if value == "me" else Q(assignee__username=value)


def _place(field: str):
    def condition(value: str, reader: Reader) -> Q:
        return Q(**{field: None}) if value == NOBODY else Q(**{f"{field}__code": value})

    return condition


def _tag(value: str, reader: Reader) -> Q:
    return Q(pk__in=CaseTag.objects.filter(tag__name__in=value.split(SEVERAL)).values("case"))


def midnight(value: str, *, days: int = 0) -> datetime:
    """The beginning of a day written as 2026-11-22, in the active time zone; ValueError if it is no day."""
    day = date.fromisoformat(value) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time()))


DUE = {
    "overdue": lambda reader: overdue(reader.now),
    "today": lambda reader: due_today(reader.now),
    "soon": lambda reader: due_between(reader.now, reader.now + timedelta(hours=24)),
    "week": lambda reader: due_between(reader.now, reader.now + timedelta(days=7)),
    NOBODY: lambda reader: Q(due_at=None),
}
DUE_WORDS = (
    ("overdue", _("overdue")),
    ("today", _("due today")),
    ("soon", _("due within 24 hours")),
    ("week", _("due within seven days")),
    (NOBODY, _("without a clock")),
)


def _due(value: str, reader: Reader) -> Q:
    if value not in DUE:
        raise ValueError(value)
    return DUE[value](reader)


for _filter in (
    Filter("project", _("Project"), _one_of("project__code")),
    Filter("status", _("State"), _one_of("status"), lambda: CaseStatus.choices),
    Filter("kind", _("Kind"), _one_of("kind"), lambda: CaseKind.choices),
    Filter("severity", _("Severity"), _one_of("severity"), lambda: Severity.choices),
    Filter("subject", _("Subject"), _subject, lambda: Subject.choices),
    Filter("channel", _("Channel"), _one_of("channel"), lambda: Channel.choices),
    Filter("emotion", _("Mood"), _one_of("emotion"), lambda: Emotion.choices),
    Filter("language", _("Language"), _one_of("language")),
    Filter("assignee", _("Handled by"), _assignee),
    Filter("team", _("Team"), _place("team")),
    Filter("department", _("Responsible department"), _place("responsible")),
    Filter("tag", _("Tag"), _tag),
    Filter("due", _("Due"), _due, lambda: DUE_WORDS),
    Filter("received_from", _("Received from"), lambda value, reader: Q(received_at__gte=midnight(value))),
    Filter(
        "received_to", _("Received until"), lambda value, reader: Q(received_at__lt=midnight(value, days=1))
    ),
    Filter("owner", _("Owner"), lambda value, reader: Q(owner__number=value), kept=False),
):
    add(_filter)
