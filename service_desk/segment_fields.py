"""What a segment can ask of the service desk: cases, what is open and overdue, the last contact, return visits."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from owners.segments.fields import Asked, Field, Narrowing, register
from owners.segments.making import narrowed, of_count, of_last, of_rows
from owners.segments.terms import Kind, Operator
from service_desk.cases import states
from service_desk.cases.models import Case, ReturnVisit
from service_desk.cases.terms import CaseKind, Severity, Subject, VisitOutcome

PERIOD = Narrowing("period", pgettext_lazy("field", "period"))
KINDS = Narrowing("kind", pgettext_lazy("field", "kind"), tuple(CaseKind.choices))
SEVERITY = Narrowing("severity", pgettext_lazy("field", "severity"), tuple(Severity.choices))
CLASS = Narrowing("class", pgettext_lazy("field", "class"), tuple(Subject.choices))
OUTCOME = Narrowing("outcome", pgettext_lazy("field", "outcome"), tuple(VisitOutcome.choices))
LATEST = (Operator.IN_LAST, Operator.LONGER_AGO, Operator.SINCE, Operator.BEFORE, Operator.FROM_TO,
          Operator.KNOWN, Operator.UNKNOWN)  # fmt: skip

NOUNS = {
    "complaint": lambda n: npgettext("counted", "complaint", "complaints", n),
    "inquiry": lambda n: npgettext("counted", "inquiry", "inquiries", n),
    "suggestion": lambda n: npgettext("counted", "suggestion", "suggestions", n),
    "repair": lambda n: npgettext("counted", "repair request", "repair requests", n),
    "praise": lambda n: npgettext("counted", "word of praise", "words of praise", n),
}
OPEN_NOUNS = {
    "complaint": lambda n: npgettext("counted", "open complaint", "open complaints", n),
    "inquiry": lambda n: npgettext("counted", "open inquiry", "open inquiries", n),
    "suggestion": lambda n: npgettext("counted", "open suggestion", "open suggestions", n),
    "repair": lambda n: npgettext("counted", "open repair request", "open repair requests", n),
}


def say() -> None:
    more = {"group": "service", "verb": "cases.view"}
    register("service", _("Service"), [
        Field("service.cases", pgettext_lazy("field", "cases"), kind=Kind.COUNT, compile=of_count(cases),
              narrowings=(KINDS, SEVERITY, CLASS, PERIOD), nouns=NOUNS,
              noun=lambda n: npgettext("counted", "case", "cases", n), **more),
        Field("service.open", pgettext_lazy("field", "open cases"), kind=Kind.COUNT,
              compile=of_count(open_cases), narrowings=(KINDS, SEVERITY, CLASS, PERIOD), nouns=OPEN_NOUNS,
              noun=lambda n: npgettext("counted", "open case", "open cases", n), **more),
        Field("service.overdue", pgettext_lazy("field", "overdue case"), kind=Kind.YES_NO,
              compile=of_rows(overdue), yes=_("has a case that is overdue"), no=_("has no case that is overdue"),
              **more),
        Field("service.last_contact", pgettext_lazy("field", "last contact"), kind=Kind.DATE,
              compile=of_last(cases, "received_at", moment=True), operators=LATEST, **more),
        Field("service.return_visits", pgettext_lazy("field", "return visits made"), kind=Kind.COUNT,
              compile=of_count(visits, "case__owner"), narrowings=(OUTCOME, PERIOD),
              noun=lambda n: npgettext("counted", "return visit", "return visits", n), **more),
    ])  # fmt: skip


def cases(asked: Asked) -> QuerySet:
    """The cases that have an owner, narrowed; a class holds its finer classes too."""
    rows = asked.reader.seen(Case.objects.filter(owner__isnull=False))
    if classes := asked.where.get("class"):
        finer = [Q(subject=name) | Q(subject__startswith=f"{name}.") for name in classes]
        rows = rows.filter(reduce(or_, finer))
    columns = {"kind": "kind", "severity": "severity"}
    return narrowed(rows, asked, choices=columns, period="received_at", moment=True)


def open_cases(asked: Asked) -> QuerySet:
    return cases(asked).open()


def overdue(asked: Asked) -> QuerySet:
    return open_cases(asked).filter(due_at__lt=asked.reader.now)


def visits(asked: Asked) -> QuerySet:
    made = ReturnVisit.objects.filter(status__in=sorted(states.VISIT_MADE), case__owner__isnull=False)
    rows = asked.reader.seen(made, "case__project")
    return narrowed(rows, asked, choices={"outcome": "outcome"}, period="visited_at", moment=True)
