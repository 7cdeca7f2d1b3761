"""The desk's lists: which cases, in which order, and how many there are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Right
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from crm.errors import Refused
from crm.text import matching_words
from service_desk.cases import guide, names
from service_desk.cases.access import readable_cases
from service_desk.cases.models import Case
from service_desk.cases.states import (
    DONE,
    WAITING_FOR_DEPARTMENT,
    WAITING_FOR_OWNER,
    CaseStatus,
)
from service_desk.cases.terms import CaseKind, Channel, Emotion, Severity, Subject

CAP = 1000
TAIL = 4  # digits; the end of a number has an index
NEWEST = ("-received_at", "-id")
SOONEST = ("due_at", "id")
OPEN = ~Q(status=CaseStatus.CLOSED) & ~Q(status=CaseStatus.MERGED)
CONDITIONS = {  # of the views that depend neither on the reader nor on the hour
    "all": Q(),
    "open": OPEN,
    "unassigned": Q(status=CaseStatus.REGISTERED),
    "waiting_department": Q(status__in=WAITING_FOR_DEPARTMENT),
    "waiting_owner": Q(status__in=WAITING_FOR_OWNER),
    "return_visits": Q(status__in=DONE - {CaseStatus.CLOSED}),
}
FILTERS = ("status", "kind", "severity", "channel", "language")
COLUMNS = (
    "id",
    "number",
    "version",
    "kind",
    "channel",
    "summary",
    "language",
    "subject",
    "severity",
    "emotion",
    "status",
    "round",
    "received_at",
    "due_at",
    "assignee",
    "project",
    "home",
    "owner",
)


@dataclass(frozen=True)
class View:
    """A saved view: its name, which cases it holds and in which order."""

    key: str
    label: str
    order: tuple[str, ...] = NEWEST


VIEWS = {
    view.key: view
    for view in (
        View("open", _("All open")),
        View("mine", _("Mine")),
        View("unassigned", _("Unassigned")),
        View("due_today", _("Due today"), SOONEST),
        View("overdue", _("Overdue"), SOONEST),
        View("waiting_department", _("Waiting for a department")),
        View("waiting_owner", _("Waiting for the owner")),
        View("return_visits", _("Return visits")),
        View("all", _("All, the archive too")),
    )
}


def _condition(view: str, user, now: datetime) -> Q:
    if view == "mine":
        return OPEN & Q(assignee=user)
    if view == "due_today":
        return OPEN & Q(due_at__gte=now, due_at__lt=_end_of_day(now))
    if view == "overdue":
        return OPEN & Q(due_at__lt=now)
    return CONDITIONS[view]


def queue(user, view: str = "open", filters: dict | None = None, *, now: datetime) -> QuerySet:
    """The rows of one view in the user's scope, as plain dicts and not yet fetched, for a cursor page; `dressed`
    gives them their names.

    `filters` may name status, kind, severity, channel, language, project (code), subject, assignee (username),
    owner (number) and `q`, a piece of what was said or a case number.
    """
    rows = readable_cases(user).filter(_condition(view, user, now))
    return _filtered(rows, filters or {}).values(*COLUMNS)


def view_called(key: str) -> View:
    """The view of this name, or Refused."""
    if key not in VIEWS:
        raise Refused(fields={"view": gettext("There is no such view.")})
    return VIEWS[key]


def order_of(view: str) -> tuple[str, ...]:
    return VIEWS[view].order


def _filtered(rows: QuerySet, filters: dict) -> QuerySet:
    for name in FILTERS:
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if filters.get("project"):
        rows = rows.filter(project__code=filters["project"])
    if filters.get("assignee"):
        rows = rows.filter(assignee__username=filters["assignee"])
    if filters.get("owner"):
        rows = rows.filter(owner__number=filters["owner"])
    if filters.get("subject"):
        code = filters["subject"]
        rows = rows.filter(Q(subject=code) | Q(subject__startswith=f"{code}."))
    return search(rows, filters["q"]) if filters.get("q") else rows


def search(rows: QuerySet, words: str) -> QuerySet:
    """The cases of this number or its end, and those in which these words were said, in either Chinese script and
    with other endings in English and Finnish."""
    said = matching_words(rows, "search_text", words)
    named = called(rows, words)
    return said if named is None else rows.filter(pk__in=named.values("pk").union(said.values("pk")))


def called(rows: QuerySet, words: str) -> QuerySet | None:
    """The cases of this number, said with its year or without, or by its last four digits; None: it is no number."""
    words = words.strip()
    if not words.replace("-", "").isdecimal() or len(words) < TAIL:
        return None
    if "-" in words:
        return rows.filter(number=words)
    tail = rows.alias(tail=Right("number", TAIL)).filter(tail=words[-TAIL:])
    return tail if len(words) == TAIL else tail.filter(number__endswith=words)


def dressed(rows: list[dict]) -> list[dict]:
    """Rows of `queue` with the names and labels that a list shows, in the reader's language; one statement."""
    language = get_language() or ""
    words, known = _labels(language), names.of(rows)
    for row in rows:
        subject = row["subject"].partition(".")[0]
        row["status_label"] = words["status", row["status"]]
        row["severity_label"] = words["severity", row["severity"]]
        row["kind_label"] = words["kind", row["kind"]]
        row["channel_label"] = words["channel", row["channel"]]
        row["subject_label"] = words.get(("subject", subject), subject)
        row["turn"] = guide.turn_of(row["status"])
        for kind, naming in names.NAMED.items():
            row.update(known.get((kind, row[kind]), naming.nothing))
        row["project_label"] = row["project__names"].get(language) or row["project__name"]
    return rows


def labels() -> dict[tuple[str, str], str]:
    """The words for the values of a case, by field and value, in the reader's language."""
    return _labels(get_language() or "")


LABELLED = {
    "status": CaseStatus,
    "emotion": Emotion,
    "severity": Severity,
    "kind": CaseKind,
    "channel": Channel,
    "subject": Subject,
}


@cache
def _labels(language: str) -> dict[tuple[str, str], str]:
    """The words of the lists in one language; they change only with the catalogues, that is with the process."""
    return {
        (field, value): str(words) for field, choices in LABELLED.items() for value, words in choices.choices
    }


def subject_label(subject: str) -> str:
    """The label of a subject's class."""
    first = subject.partition(".")[0]
    return _labels(get_language() or "").get(("subject", first), subject)


def counts(user, *, now: datetime, views=tuple(VIEWS)) -> dict[str, int]:
    """How many cases each view holds, in one statement; 1001 means "more than a thousand"."""
    scope = readable_cases(user)
    pieces, parameters = [], []
    for view in views:
        rows = scope.filter(_condition(view, user, now)).order_by().values("pk")[: CAP + 1]
        sql, values = rows.query.sql_with_params()
        pieces.append(f"SELECT %s AS view, count(*) FROM ({sql}) AS capped")  # noqa: S608  (made by the ORM)
        parameters += [view, *values]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), parameters)
        return dict(cursor.fetchall())


def _end_of_day(now: datetime) -> datetime:
    """Midnight after `now` in the active time zone: what people call today."""
    local = timezone.localtime(now)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def open_case_counts(users) -> dict[int, int]:
    """How many open cases each of these users has, in one statement."""
    rows = Case.objects.filter(OPEN, assignee__in=users).values("assignee").annotate(open=Count("id"))
    return {row["assignee"]: row["open"] for row in rows.order_by(F("assignee"))}
