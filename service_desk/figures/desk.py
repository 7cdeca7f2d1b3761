"""The desk's own figures."""

from datetime import datetime, timedelta

from django.db.models import Exists, ExpressionWrapper, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.fields import DateTimeField, DurationField, TextField
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from service_desk.cases.models import Case, Proposal, ReturnVisit, TransferSlip
from service_desk.cases.states import CaseStatus, ProposalStatus, SlipStatus, VisitStatus
from service_desk.cases.terms import PROCEDURE_KINDS
from service_desk.clocks.models import Deadline, DeadlineKind
from service_desk.figures.catalogue import MONEY, STARS, Figure, add
from service_desk.linking.models import CaseLink, LinkKind
from service_desk.rating.models import Side, SlipRating

MADE = (VisitStatus.DONE, VisitStatus.ANSWERED, VisitStatus.UNREACHED, VisitStatus.REFUSED)
REACHED = (VisitStatus.DONE, VisitStatus.ANSWERED)


def _due(kind: str):
    """The clocks of a kind that ended in a verdict: kept, or run out; those taken back are left out."""

    def source(now: datetime) -> QuerySet:
        return Deadline.objects.filter(kind=kind, cancelled_at=None).filter(
            Q(met_at__isnull=False) | Q(due_at__lt=now)
        )

    return source


def _in_time(now: datetime) -> Q:
    return Q(met_at__isnull=False, met_at__lte=F("due_at"))


def _taken_in(now: datetime) -> QuerySet:
    return Case.objects.exclude(status=CaseStatus.MERGED)


def _closed(now: datetime) -> QuerySet:
    return Case.objects.filter(closed_at__isnull=False)


def _procedure_closed(now: datetime) -> QuerySet:
    return _closed(now).filter(kind__in=sorted(PROCEDURE_KINDS))


def _no_clock_late(now: datetime):
    late = Deadline.objects.filter(case=OuterRef("pk")).filter(
        Q(met_at__gt=F("due_at")) | Q(cancelled_at__gt=F("due_at"))
    )
    return ~Exists(late)


def _settled(days: int):
    """Cases closed long enough ago to say whether the owner came back."""

    def source(now: datetime) -> QuerySet:
        return Case.objects.filter(owner__isnull=False, closed_at__lt=now - timedelta(days=days))

    return source


def _came_back(days: int):
    """The same owner reports the same class of subject again within so many days of the closing."""

    def counts(now: datetime):
        window = ExpressionWrapper(
            OuterRef("closed_at") + Value(timedelta(days=days), DurationField()), DateTimeField()
        )
        again = Case.objects.filter(
            owner=OuterRef("owner"), received_at__gt=OuterRef("closed_at"), received_at__lte=window
        )
        return Exists(again.filter(subject__startswith=_first_level()))

    return counts


def _first_level():
    """The first level of the closed case's subject."""
    return Func(OuterRef("subject"), Value("."), Value(1), function="split_part", output_field=TextField())


def _in_a_group(now: datetime):
    return Exists(
        CaseLink.objects.filter(
            kind=LinkKind.CHILD, lower=OuterRef("pk"), ended_at=None, upper__group__isnull=False
        )
    )


ANSWERED_IN_TIME = Figure(
    key="answered_in_time",
    label=_("Answered in time"),
    question=_("Does the owner get his answer when it was promised?"),
    population=_("clocks of the answer to the owner that were kept or have run out"),
    date_basis=_("the day the answer was due"),
    numerator=_("clocks kept no later than they were due"),
    denominator=_("all clocks of the population"),
    exclusions=_("clocks taken back, and those that still run"),
    source=_due(DeadlineKind.ANSWER),
    counts=_in_time,
    dated="due_at",
    project="case__project",
    department="case__responsible",
    case="case",
    order=10,
)
HANDLED_IN_TIME = Figure(
    key="handled_in_time",
    label=_("Handled in time"),
    question=_("How many cases were closed without breaking a promise of time?"),
    population=_("cases that were closed"),
    date_basis=_("the day the case was closed"),
    numerator=_("cases none of whose clocks was kept late or taken back late"),
    denominator=_("all cases of the population"),
    exclusions=_("merged cases, which count with the case they went into"),
    source=_closed,
    counts=_no_clock_late,
    dated="closed_at",
    order=20,
)
CLOSING_RATE = Figure(
    key="closing_rate",
    label=_("Closing rate"),
    question=_("Of what came in, how much is closed by now?"),
    population=_("cases that came in"),
    date_basis=_("the day the case came in (its cohort)"),
    numerator=_("cases that are closed by now"),
    denominator=_("all cases of the population"),
    exclusions=_("merged cases, which count with the case they went into"),
    source=_taken_in,
    counts=lambda now: Q(closed_at__isnull=False),
    dated="received_at",
    beside=("repeat_30", "repeat_90"),
    order=30,
)


_said = lazy(lambda text, **values: gettext(text) % values, str)


def _repeat(days: int, order: int) -> Figure:
    return Figure(
        key=f"repeat_{days}",
        label=_said(gettext_noop("Repeat within %(days)d days"), days=days),
        question=_("Did the owner have to come back about the same thing?"),
        population=_said(
            gettext_noop("cases of known owners that were closed at least %(days)d days ago"), days=days
        ),
        date_basis=_("the day the case came in (its cohort)"),
        numerator=_said(
            gettext_noop(
                "cases after whose closing the same owner reported the same class of subject within %(days)d days"
            ),
            days=days,
        ),
        denominator=_("all cases of the population"),
        exclusions=_("cases without an owner, and those closed too short a time ago to tell"),
        source=_settled(days),
        counts=_came_back(days),
        dated="received_at",
        beside=("closing_rate",),
        higher_is_better=False,
        order=order,
    )


FIRST_TIME_RIGHT = Figure(
    key="first_time_right",
    label=_("First time right"),
    question=_("How often was one round enough?"),
    population=_("complaints and repairs that were closed"),
    date_basis=_("the day the case was closed"),
    numerator=_("cases closed in their first round: never refused by the owner, never started again"),
    denominator=_("all cases of the population"),
    exclusions=_("inquiries, suggestions and praise"),
    source=_procedure_closed,
    counts=lambda now: Q(round=1),
    dated="closed_at",
    order=60,
)
GROUP_COMPLAINTS = Figure(
    key="group_complaints",
    label=_("Group complaints"),
    question=_("How many complaints belong to a group of households?"),
    population=_("complaints that came in"),
    date_basis=_("the day the complaint came in"),
    numerator=_("complaints that are members of a group complaint"),
    denominator=_("all complaints of the population"),
    exclusions=_("merged cases, and cases of other kinds"),
    source=lambda now: _taken_in(now).filter(kind="complaint"),
    counts=_in_a_group,
    dated="received_at",
    higher_is_better=False,
    order=70,
)
VISIT_REACH = Figure(
    key="visit_reach",
    label=_("Return visits that reached the owner"),
    question=_("Do we reach the owner afterwards?"),
    population=_("return visits that were made, or answered by the owner himself"),
    date_basis=_("the day of the last try"),
    numerator=_("visits at which the owner was reached, or answered himself"),
    denominator=_("all visits of the population"),
    exclusions=_("visits still planned or cancelled"),
    source=lambda now: ReturnVisit.objects.filter(status__in=MADE, visited_at__isnull=False),
    counts=lambda now: Q(status__in=REACHED),
    dated="visited_at",
    project="case__project",
    department="case__responsible",
    case="case",
    order=80,
)
COMPENSATION = Figure(
    key="compensation",
    label=_("Compensation"),
    question=_("What did we grant?"),
    population=_("proposals that the owner agreed to"),
    date_basis=_("the day the owner agreed"),
    numerator=_("sum of what these proposals cost, in one currency"),
    denominator=_("number of these proposals"),
    exclusions=_("proposals refused, withdrawn or not yet decided"),
    source=lambda now: Proposal.objects.filter(status=ProposalStatus.AGREED),
    counts=lambda now: Q(),
    dated="decided_at",
    project="case__project",
    department="case__responsible",
    case="case",
    unit=MONEY,
    sums="amount",
    currency="currency",
    higher_is_better=None,
    order=90,
)
DEPARTMENT_IN_TIME = Figure(
    key="department_in_time",
    label=_("Departments reply in time"),
    question=_("Does the department answer its slips when it should?"),
    population=_("clocks of departments' replies that were kept or have run out"),
    date_basis=_("the day the reply was due"),
    numerator=_("clocks kept no later than they were due"),
    denominator=_("all clocks of the population"),
    exclusions=_("clocks taken back, and those that still run"),
    source=_due(DeadlineKind.DEPARTMENT_REPLY),
    counts=_in_time,
    dated="due_at",
    project="case__project",
    department="slip__department",
    case="case",
    group="departments",
    order=110,
)
FIRST_ANSWER_ACCEPTED = Figure(
    key="first_answer_accepted",
    label=_("First answer accepted"),
    question=_("How often is the department's first answer good enough?"),
    population=_("first slips to a department about a case that were answered"),
    date_basis=_("the day the slip was answered"),
    numerator=_("slips after which no further slip about the case went to the same department"),
    denominator=_("all slips of the population"),
    exclusions=_("second and later slips to the same department about the same case"),
    source=lambda now: TransferSlip.objects.filter(status=SlipStatus.ANSWERED).exclude(Exists(_earlier())),
    counts=lambda now: (
        ~Exists(
            TransferSlip.objects.filter(
                case=OuterRef("case"), department=OuterRef("department"), pk__gt=OuterRef("pk")
            )
        )
    ),
    dated="answered_at",
    project="case__project",
    department="department",
    case="case",
    group="departments",
    order=120,
)


def _earlier() -> QuerySet:
    return TransferSlip.objects.filter(
        case=OuterRef("case"), department=OuterRef("department"), pk__lt=OuterRef("pk")
    )


def _rated(side: str, key: str, label, question, order: int) -> Figure:
    return Figure(
        key=key,
        label=label,
        question=question,
        population=_("judgements of this side about a transfer slip"),
        date_basis=_("the day of the judgement"),
        numerator=_("sum of the stars, one to five"),
        denominator=_("number of judgements"),
        exclusions=_("slips that nobody has judged"),
        source=lambda now: SlipRating.objects.filter(side=side),
        counts=lambda now: Q(),
        dated="at",
        project="slip__case__project",
        department="slip__department",
        case="slip__case",
        unit=STARS,
        sums="stars",
        group="departments",
        order=order,
    )


def say() -> None:
    """Put the desk's figures into the catalogue."""
    add(
        ANSWERED_IN_TIME,
        HANDLED_IN_TIME,
        CLOSING_RATE,
        _repeat(30, 40),
        _repeat(90, 50),
        FIRST_TIME_RIGHT,
        GROUP_COMPLAINTS,
        VISIT_REACH,
        COMPENSATION,
        DEPARTMENT_IN_TIME,
        FIRST_ANSWER_ACCEPTED,
        _rated(
            Side.DESK,
            "rated_by_desk",
            _("Departments judged by the desk"),
            _("How good are the departments' answers?"),
            130,
        ),
        _rated(
            Side.DEPARTMENT,
            "rated_by_departments",
            _("The desk judged by departments"),
            _("How good are the slips that departments get?"),
            140,
        ),
    )
