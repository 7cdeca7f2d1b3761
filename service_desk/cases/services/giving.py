"""Who has a case. What nobody has is given plainly; from one person to another it passes only with his acceptance.

One case or a thousand: the same judgement and the same few statements. `handingover` asks and accepts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from crm import copying
from crm.errors import DoorstepError, IllegalMove
from crm.events.services import outgoing
from service_desk.cases.events import CaseAssigned
from service_desk.cases.models import Case
from service_desk.cases.services.moves import Told, locked, must_stand_in, remember_all
from service_desk.cases.states import OPEN, CaseStatus
from service_desk.cases.terms import Verb


@dataclass(frozen=True)
class Gift:
    """A case, which is locked, and who gets it; `team` where it changes with him."""

    case: Case
    to: object
    team: object = None


def is_held(case: Case, to) -> bool:
    """Whether somebody else has the case, so that it must be handed over."""
    return case.assignee_id not in (None, to.pk)


def has_it(case: Case, to) -> bool:
    """Whether it is with this person already, so that there is nothing to give."""
    return case.assignee_id == to.pk and case.status != CaseStatus.REGISTERED


def why_not(case: Case, to) -> DoorstepError | None:
    """Why the case cannot simply be given to this person."""
    if case.status not in OPEN:
        return IllegalMove(stands_in=case.status)
    if is_held(case, to):
        return IllegalMove(
            _("A colleague has this case; ask for it to be handed over, so that nobody gets it unasked."),
            code="held",
        )
    return None


@transaction.atomic
def assign(
    actor, case: Case, *, to, team=None, because: str, version: int | None = None, now: datetime
) -> Case:
    """Give an open case that nobody has to an agent; the reason is kept.

    Raises IllegalMove (`held`) where somebody has it: then he hands it over, and the receiver accepts.
    """
    case = locked(case, version)
    refusal = why_not(case, to)
    if refusal:
        raise refusal
    if not has_it(case, to):
        give_all(actor, [Gift(case, to, team)], because=because, now=now)
    return case


@transaction.atomic
def pass_on(actor, case: Case, *, team=None, because: str, now: datetime) -> Case:
    """The actor has accepted the case: now it is his. Called by the accepted handing over and by nobody else."""
    case = locked(case)
    must_stand_in(case, *OPEN)
    give_all(actor, [Gift(case, actor, team)], because=because, now=now)
    return case


def give_all(actor, gifts: Sequence[Gift], *, because: str, now: datetime) -> None:
    """Write that these cases, which are locked and judged, have their person: cases, history, audit, facts."""
    told, facts = [], []
    for pair in {(gift.to, gift.team) for gift in gifts}:
        _move_given([gift.case.pk for gift in gifts if (gift.to, gift.team) == pair], *pair, now=now)
    for gift in gifts:
        case, came_from, before = gift.case, gift.case.status, gift.case.assignee_id
        first = came_from == CaseStatus.REGISTERED
        told.append(Told(case, came_from, {"to": gift.to.pk} | ({} if first else {"from": before})))
        _stand_as_given(gift, now)
        facts.append(outgoing(CaseAssigned(case_id=case.pk, assignee_id=gift.to.pk), now=now))
    remember_all(told, by=actor, verb=Verb.ASSIGNED, because=because, now=now)
    copying.add_objects(facts)


def _move_given(keys: list[int], to, team, *, now: datetime) -> None:
    """Those that were registered move on with it."""
    changes = {"assignee": to, "version": F("version") + 1} | ({"team": team} if team else {})
    rows = Case.objects.filter(pk__in=keys)
    rows.exclude(status=CaseStatus.REGISTERED).update(**changes)
    rows.filter(status=CaseStatus.REGISTERED).update(**changes, status=CaseStatus.ASSIGNED, moved_at=now)


def _stand_as_given(gift: Gift, now: datetime) -> None:
    """The rows at hand as they stand in the database by now."""
    case = gift.case
    case.assignee, case.version = gift.to, case.version + 1
    if gift.team:
        case.team = gift.team
    _move_at_hand(case, now)


def _move_at_hand(case: Case, now: datetime) -> None:
    if case.status == CaseStatus.REGISTERED:
        case.status, case.moved_at = CaseStatus.ASSIGNED, now
