"""Reading clocks."""

from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from crm.organisation.models import Project
from crm.reading import Kept, Open
from service_desk.cases.access import readable_cases
from service_desk.clocks.boards import board, pressing
from service_desk.clocks.in_force import policy_in_force, promise
from service_desk.clocks.models import (
    ClockPolicy,
    ClockRule,
    Deadline,
    DeadlineKind,
    DeadlinePause,
    DeadlineTold,
    PauseReason,
    StuckCase,
)
from service_desk.clocks.people import loads

__all__ = [
    "all_projects",
    "answer_due",
    "board",
    "clocks_of",
    "deadline_by_id",
    "kept_in_time",
    "loads",
    "policies",
    "policy_now",
    "pressing",
    "reasons_of",
    "rules_of",
    "running_clocks",
    "stuck_cases",
    "told_to",
]

SHOWN = (
    "case__project",
    "case__assignee",
    "case__team",
    "slip__department",
    "visit",
    "calendar_version__calendar",
    "set_by__policy",
)
PAGE = 50


def deadline_by_id(deadline_id: int) -> Deadline:
    """For the handlers of facts, which carry ids only."""
    return Deadline.objects.select_related(*SHOWN, "case__project__city", "case__owner").get(pk=deadline_id)


def running_clocks(user, *, until: datetime | None = None, limit: int = PAGE) -> list[Deadline]:
    """The clocks that tick in the user's scope, soonest due first; with `until`, those due before it."""
    rows = Deadline.objects.running().filter(case__in=readable_cases(user))
    if until is not None:
        rows = rows.filter(due_at__lt=until)
    return list(rows.select_related(*SHOWN).order_by("due_at", "id")[:limit])


def answer_due(case) -> datetime | None:
    """By when the owner has our answer; None where he got it, or the clock stands still, whatever else is due."""
    running = Deadline.objects.running().filter(case=case, kind=DeadlineKind.ANSWER, paused_at=None)
    return running.values_list("due_at", flat=True).first()


def kept_in_time(case) -> dict[str, bool]:
    """Of the case's clocks that were met: for each kind, whether all of them were met in time."""
    kept = {}
    for row in Deadline.objects.filter(case=case, met_at__isnull=False):
        kept[row.kind] = kept.get(row.kind, True) and row.met_at <= row.due_at
    return kept


def stuck_cases(user, *, today: date, limit: int = PAGE) -> list[StuckCase]:
    """What stands still in the user's scope and nobody has put off to a later day, found last first."""
    rows = StuckCase.objects.filter(settled_at=None, case__in=readable_cases(user))
    rows = rows.filter(Q(next_on=None) | Q(next_on__lte=today))
    shown = ("case__project", "case__assignee", "seen_by")
    return list(rows.select_related(*shown).order_by("-found_at", "-id")[:limit])


def clocks_of(case) -> list[Deadline]:
    """The clocks of a case that tick or stand still, soonest due first, each with its rule and its pauses."""
    rows = _RUNNING.rows(case=case.pk)
    pauses = DeadlinePause.objects.select_related("reason", "paused_by").order_by("id")
    prefetch_related_objects(rows, Prefetch("pauses", pauses))
    return rows


_RUNNING = Kept(
    lambda: (
        Deadline.objects.running().filter(case=Open("case")).select_related(*SHOWN).order_by("due_at", "id")
    )
)


def told_to(user, *, limit: int = PAGE) -> list[DeadlineTold]:
    """What this person was told of clocks that still run and whose cases he still reads, the newest first."""
    rows = DeadlineTold.objects.filter(person=user, deadline__met_at=None, deadline__cancelled_at=None)
    rows = rows.filter(deadline__case__in=readable_cases(user))
    rows = rows.select_related("deadline__case__project", "deadline__slip__department")
    return list(rows.order_by("-id")[:limit])


def policy_now(*, now: datetime) -> ClockPolicy:
    """The version in force, as a row."""
    rows = ClockPolicy.objects.select_related("written_by", "activated_by")
    return rows.get(pk=policy_in_force(now=now).id)


def policies(limit: int = PAGE) -> list[ClockPolicy]:
    """The versions that have taken effect, the newest first."""
    rows = ClockPolicy.objects.filter(is_draft=False).select_related("activated_by")
    return list(rows.order_by("-number")[:limit])


def policies_whole() -> QuerySet[ClockPolicy]:
    """The same with their rules and reasons; three queries."""
    rows = ClockPolicy.objects.filter(is_draft=False).select_related("activated_by").order_by("-number")
    rules = ClockRule.objects.select_related("project").order_by("id")
    return rows.prefetch_related(
        Prefetch("rules", rules), Prefetch("reasons", PauseReason.objects.order_by("id"))
    )


def rules_of(policy: ClockPolicy) -> list[ClockRule]:
    """The rules of a version by clock, the general one of each first."""
    rows = list(policy.rules.select_related("project").order_by("id"))
    order = list(DeadlineKind.values)
    return sorted(rows, key=lambda row: (order.index(row.clock), promise(row).weight))


def reasons_of(policy: ClockPolicy) -> list[PauseReason]:
    return list(policy.reasons.order_by("id"))


def all_projects() -> list[Project]:
    """Whoever writes the house's rules may name any of its projects."""
    return list(Project.objects.order_by("code"))
