"""How departments serve the desk, and the desk them: a fixed number of queries whatever the number of slips."""

from dataclasses import fields
from datetime import datetime, time, timedelta

from django.db.models import Avg, Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from crm.accounts.permissions import where_may
from crm.errors import NotFound
from crm.organisation.models import Department
from service_desk.cases.models import TransferSlip
from service_desk.cases.states import SlipStatus
from service_desk.rating.models import Side, SlipRating
from service_desk.rating.rules import Month, Service, months_until

SPAN = timedelta(days=90)
SHOWN = 30
MONTHS = 12
NOTHING = {field.name: None if field.name.startswith("stars") else 0 for field in fields(Service)}


def _slips(user):
    return where_may(TransferSlip.objects.all(), user, "rating.view", path="case__project")


def departments_of(user) -> list[Department]:
    """The departments that have got slips in the user's scope; a handler sees his own."""
    slips = _slips(user).values("department")
    rows = Department.objects.filter(pk__in=slips).order_by("code")
    own = {grant.department_id for grant in user.held_grants if grant.role == "handler"}
    only_own = not user.unrestricted and all(grant.role == "handler" for grant in user.held_grants)
    if only_own and None not in own:
        rows = rows.filter(pk__in=own)
    return list(rows)


def department_called(user, code: str) -> Department:
    """One of those, by its code; NotFound."""
    row = next((row for row in departments_of(user) if row.code == code), None)
    if row is None:
        raise NotFound()
    return row


def service_of(user, department, *, now) -> Service:
    """The figures of one department; two queries."""
    return services_of(user, [department], now=now)[department.pk]


def services_of(user, departments, *, now) -> dict[int, Service]:
    """The figures of the last ninety days in the user's scope, by the day of the answer; two queries for however many."""
    slips = _slips(user).filter(department__in=departments).order_by()
    counts = {row.pop("department_id"): row for row in _counted(slips, now)}
    given = {row.pop("slip__department_id"): row for row in _rated(slips, now)}
    return {
        row.pk: Service(**{**NOTHING, **counts.get(row.pk, {}), **given.get(row.pk, {})})
        for row in departments
    }


def months_of(user, department, *, now) -> list[Month]:
    """The last twelve months of a department in the user's scope, the oldest first; two queries."""
    firsts = months_until(timezone.localdate(now), MONTHS)
    since = timezone.make_aware(datetime.combine(firsts[0], time()))
    slips = _slips(user).filter(department=department).order_by()
    answered = _marked(slips).filter(status=SlipStatus.ANSWERED, answered_at__gte=since)
    counts = answered.annotate(month=TruncMonth("answered_at")).values("month").annotate(**_answers(Q()))
    rated = SlipRating.objects.filter(slip__in=slips, at__gte=since).order_by()
    stars = (
        rated.annotate(month=TruncMonth("at"))
        .values("month")
        .annotate(
            stars_from_desk=Avg("stars", filter=Q(side=Side.DESK)),
            stars_from_department=Avg("stars", filter=Q(side=Side.DEPARTMENT)),
        )
    )
    found: dict = {first: {} for first in firsts}
    for row in [*counts, *stars]:
        found.setdefault(row.pop("month").date(), {}).update(row)
    return [Month(first, **found[first]) for first in firsts]


def _marked(slips):
    """Each slip with whether its department was asked earlier for that case, and whether it was asked again."""
    same = TransferSlip.objects.filter(case=OuterRef("case"), department=OuterRef("department"))
    return slips.annotate(
        earlier=Exists(same.filter(pk__lt=OuterRef("pk"))), later=Exists(same.filter(pk__gt=OuterRef("pk")))
    )


def _answers(answered: Q) -> dict:
    """How answers are counted: all, in time, first ones, and first ones that were accepted at once."""
    first = answered & Q(earlier=False)
    return {
        "answered": Count("pk", filter=answered),
        "on_time": Count("pk", filter=answered & (Q(due_at=None) | Q(answered_at__lte=F("due_at")))),
        "first_answers": Count("pk", filter=first),
        "accepted_at_once": Count("pk", filter=first & Q(later=False)),
    }


def _counted(slips, now):
    answered = Q(status=SlipStatus.ANSWERED, answered_at__gte=now - SPAN)
    return (
        _marked(slips)
        .values("department_id")
        .annotate(
            **_answers(answered),
            waiting=Count("pk", filter=Q(status=SlipStatus.SENT)),
            overdue=Count("pk", filter=Q(status=SlipStatus.SENT, due_at__lt=now)),
        )
    )


def _rated(slips, now):
    rows = SlipRating.objects.filter(slip__in=slips, at__gte=now - SPAN).order_by()
    return rows.values("slip__department_id").annotate(
        rated_by_desk=Count("pk", filter=Q(side=Side.DESK)),
        stars_from_desk=Avg("stars", filter=Q(side=Side.DESK)),
        rated_by_department=Count("pk", filter=Q(side=Side.DEPARTMENT)),
        stars_from_department=Avg("stars", filter=Q(side=Side.DEPARTMENT)),
    )


def ratings_of(user, department) -> list[SlipRating]:
    """The newest ratings around a department, of both sides."""
    slips = _slips(user).filter(department=department)
    rows = SlipRating.objects.filter(slip__in=slips).select_related("slip__case", "by")
    return list(rows.order_by("-id")[:SHOWN])


def to_rate(user, department, side: str) -> list[TransferSlip]:
    """The newest answered slips of a department that this side has not rated yet."""
    rated = SlipRating.objects.filter(slip=OuterRef("pk"), side=side)
    rows = _slips(user).filter(department=department, status=SlipStatus.ANSWERED)
    rows = rows.exclude(Exists(rated)).select_related("case", "department", "case__project")
    return list(rows.order_by("-answered_at", "-id")[:SHOWN])
