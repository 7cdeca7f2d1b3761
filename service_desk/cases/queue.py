"""The desk's lists: which cases, in which order, and how many there are."""

from datetime import datetime
from functools import cache

from django.db import connection
from django.db.models import Case as Conditional
from django.db.models import Count, Exists, F, OuterRef, QuerySet, When
from django.db.models.functions import Right
from django.utils.translation import get_language, gettext

from crm.accounts.models import Role
from crm.errors import Refused
from crm.text import matching_words
from service_desk.cases import guide, names
from service_desk.cases.access import readable_cases
from service_desk.cases.models import Case, ReturnVisit
from service_desk.cases.rules import visits_wanted
from service_desk.cases.states import CaseStatus, ProposalStatus, VisitStatus
from service_desk.cases.terms import CaseKind, Channel, Emotion, Severity, Subject
from service_desk.workspace.filters import FILTERS
from service_desk.workspace.filters import chosen as filters_chosen
from service_desk.workspace.lists import OPEN, SORTS, VIEWS, Reader, View, first_open_proposal, urgency

CAP = 1000
TAIL = 4  # digits; the end of a number has an index
PLACES = ("project", "team", "responsible")  # what has a name in every language
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
    "moved_at",
    "due_at",
    "assignee",
    "team",
    "responsible",
    "project",
    "home",
    "owner",
)


def queue(user, view: str = "open", filters: dict | None = None, *, now: datetime) -> QuerySet:
    """The rows of one view in the user's scope, as plain dicts and not yet fetched, for a cursor page; `dressed`
    gives them their names.

    `filters` may name what `workspace.filters` knows, and `q`, a piece of what was said or a case number. A value
    that cannot be read is Refused.
    """
    rows = readable_cases(user).filter(VIEWS[view].condition(Reader(user, now)))
    rows = _filtered(rows, filters or {}, Reader(user, now))
    return rows.values(*COLUMNS, urgency=urgency(), signing=_signing(), to_visit=_to_visit())


def row_of(case: Case, papers) -> dict:
    """A case that was read with its papers as `queue` gives its row."""
    signing, proposals = None, papers.proposals
    if case.status == CaseStatus.PROPOSED and not any(p.status == ProposalStatus.OFFERED for p in proposals):
        waiting = [p.waits_for for p in proposals if p.status == ProposalStatus.AWAITING_APPROVAL]
        signing = waiting[-1] if waiting else None
    row = {name: getattr(case, Case._meta.get_field(name).attname) for name in COLUMNS}
    to_visit = bool(papers.planned_visits) if case.status == CaseStatus.VISITING else None
    return {**row, "signing": signing, "to_visit": to_visit}


def view_called(key: str) -> View:
    """The view of this name, or Refused."""
    if key not in VIEWS:
        raise Refused(fields={"view": gettext("There is no such view.")})
    return VIEWS[key]


def order_of(view: str, sort: str = "") -> tuple[str, ...]:
    """The columns by which a view is sorted: as asked for where it can be, else in its own way."""
    return SORTS[VIEWS[view].sort_called(sort)].columns


def sort_called(view: View, key: str) -> str:
    """The order of this name, or Refused; none named is the view's own."""
    if key and view.sort_called(key) != key:
        raise Refused(fields={"sort": gettext("This view has no such order.")})
    return key or view.sort


def _filtered(rows: QuerySet, asked: dict, reader: Reader) -> QuerySet:
    for key, value in filters_chosen(asked).items():
        try:
            rows = rows.filter(FILTERS[key].condition(value, reader))
        except ValueError as wrong:
            raise Refused(fields={key: gettext("This cannot be read.")}) from wrong
    return search(rows, asked["q"]) if asked.get("q") else rows


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
        row["emotion_label"] = words["emotion", row["emotion"]]
        row["turn"] = _turn(row)
        for kind, naming in names.NAMED.items():
            row.update(known.get((kind, row[kind]), naming.nothing))
        for place in PLACES:
            row[f"{place}_label"] = (row[f"{place}__names"] or {}).get(language) or row[f"{place}__name"]
        row["turn_name"] = _whose(row)
    return rows


def _turn(row: dict) -> str:
    """Whose turn it is: by the status, and by what the status alone does not say."""
    if row.get("signing") is not None:
        return "approver"
    if row["status"] == CaseStatus.COMPLETED and not visits_wanted(row["kind"], row["subject"]):
        return "person"
    if row["status"] == CaseStatus.VISITING and row.get("to_visit") is False:
        return "supervisor"
    return guide.turn_of(row["status"])


def _to_visit() -> Conditional:
    """Whether a return visit is still to be made, where the owner is being asked; after the last the supervisor decides."""
    planned = ReturnVisit.objects.filter(case=OuterRef("pk"), status=VisitStatus.PLANNED)
    return Conditional(When(status=CaseStatus.VISITING, then=Exists(planned)), default=None)


def _signing() -> Conditional:
    """Whose signature a proposal waits for, where none is with the owner: looked for with proposals only."""
    ours = Conditional(When(status=ProposalStatus.AWAITING_APPROVAL, then=F("waits_for")))
    return Conditional(When(status=CaseStatus.PROPOSED, then=first_open_proposal(ours)), default=None)


def _whose(row: dict) -> str:
    """Who has the turn, by name: the person, the department that was asked, the owner."""
    known = {
        "person": row["assignee__display_name"],
        "department": row["responsible_label"],
        "owner": row["owner__name"] or gettext("the owner"),
        "callback": gettext("callback"),
        "house": gettext("the desk"),
        "supervisor": gettext("the supervisor"),
        "approver": Role(row["signing"]).label if row.get("signing") else gettext("the approver"),
    }
    return known.get(row["turn"]) or ""


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


def counts(user, *, now: datetime, views=None) -> dict[str, int]:
    """How many cases each view holds, in one statement; 1001 means "more than a thousand"."""
    return counts_of(user, {key: (key, {}) for key in (VIEWS if views is None else views)}, now=now)


def counts_of(user, lists: dict[str, tuple[str, dict]], *, now: datetime) -> dict[str, int]:
    """As `counts`, of any lists: a view each, and the filters that narrow it."""
    scope, reader = readable_cases(user), Reader(user, now)
    pieces, parameters = [], []
    for name, (view, filters) in lists.items():
        narrowed = _filtered(scope.filter(VIEWS[view].condition(reader)), filters, reader)
        sql, values = narrowed.order_by().values("pk")[: CAP + 1].query.sql_with_params()
        pieces.append(f"SELECT %s AS view, count(*) FROM ({sql}) AS capped")  # noqa: S608  (made by the ORM)
        parameters += [name, *values]
    if not pieces:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), parameters)
        return dict(cursor.fetchall())


def open_case_counts(users) -> dict[int, int]:
    """How many open cases each of these users has, in one statement."""
    rows = Case.objects.filter(OPEN, assignee__in=users).values("assignee").annotate(open=Count("*"))
    return {row["assignee"]: row["open"] for row in rows.order_by(F("assignee"))}
