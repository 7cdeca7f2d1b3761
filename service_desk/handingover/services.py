"""Asking a colleague or a team to take a case over, and their answer. Until they accept, it stays where it is."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import formats, translation
from django.utils.translation import gettext as _

from crm import copying
from crm.calendars.services import calendar_for
from crm.errors import DoorstepError, IllegalMove, NotAllowed, Refused
from service_desk.cases.access import agents_of, may_overrule
from service_desk.cases.models import Case
from service_desk.cases.services.giving import pass_on
from service_desk.cases.services.letters import write_to_owner
from service_desk.cases.services.moves import (
    Told,
    locked,
    must_stand_in,
    need,
    remember_all,
    save,
    write,
)
from service_desk.cases.states import OPEN
from service_desk.cases.terms import Verb
from service_desk.handingover.models import HandOver
from service_desk.handingover.states import HAND_OVER_MOVES, HandOverStatus


@transaction.atomic
def propose(
    actor, case: Case, *, to=None, team=None, because: str, version: int | None = None, now: datetime
) -> HandOver:
    """Ask a person, or whoever of a team takes it, to take the case over; one question at a time.

    Whoever takes it himself has said yes by the deed: then it is accepted at once, and the owner is told.
    """
    need(because=because)
    case = locked(case, version)
    must_stand_in(case, *OPEN)
    _check(case, to, team)
    refusal = why_not(actor, case, to, asked=asked_about([case]))
    if refusal:
        raise refusal
    row = ask_all(actor, [case], to=to, team=team, because=because, now=now)[0]
    return accept(actor, row, now=now) if row.to_id == actor.pk else row


def _check(case: Case, to, team) -> None:
    if to is None and team is None:
        raise Refused(fields={"to": _("Say who is to take the case over.")})
    if to is not None and to.pk == case.assignee_id:
        raise Refused(fields={"to": _("The case is with this colleague already.")})
    if to is not None and not agents_of(case.project).filter(pk=to.pk).exists():
        raise Refused(fields={"to": _("Nobody of this name takes cases of this project.")})


def may_ask(actor, case: Case, to=None) -> bool:
    """Whoever has the case hands it on; from somebody who is away a supervisor does. A supervisor himself may be
    asked by anybody to take a case over."""
    if case.assignee_id in (None, actor.pk) or may_overrule(actor, case):
        return True
    return to is not None and may_overrule(to, case)


def asked_about(rows: Sequence[Case]) -> set[int]:
    """About which of these cases somebody is asked already; their keys."""
    waiting = HandOver.objects.filter(case__in=rows, status=HandOverStatus.PROPOSED)
    return set(waiting.values_list("case", flat=True))


def why_not(actor, case: Case, to, *, asked: set[int]) -> DoorstepError | None:
    """Why this person may not be asked for the case now; `asked` are the cases about which somebody is asked."""
    if not may_ask(actor, case, to):
        words = _("Only %(name)s, who has the case, or a supervisor can hand it on.")
        return NotAllowed(words % {"name": case.assignee}, code="not_holder")
    if case.pk in asked:
        return Refused(
            _("Somebody has been asked already; wait for the answer or take it back."), code="asked"
        )
    return None


def ask_all(actor, rows: Sequence[Case], *, to, team=None, because: str, now: datetime) -> list[HandOver]:
    """Write down that somebody is asked for these cases, which are locked and judged: a few statements for all."""
    questions = [
        HandOver(
            case=case,
            giver_id=case.assignee_id,
            to=to,
            team=team,
            because=because,
            proposed_by=actor,
            proposed_at=now,
        )
        for case in rows
    ]
    copying.add_objects(questions)
    detail = {"to": to and to.pk, "department": team and team.pk}
    _write_all(actor, rows, Verb.HAND_OVER_PROPOSED, because=because, detail=detail, now=now)
    return questions


def _write_all(actor, rows: Sequence[Case], verb: str, *, because: str, detail=None, now: datetime) -> None:
    Case.objects.filter(pk__in=[case.pk for case in rows]).update(version=F("version") + 1)
    for case in rows:
        case.version += 1
    told = [Told(case, case.status, detail or {}) for case in rows]
    remember_all(told, by=actor, verb=verb, because=because, now=now)


def _locked(row: HandOver) -> HandOver:
    """The question together with its case, the case first."""
    case = locked(Case(pk=row.case_id))
    held = HandOver.objects.select_for_update(no_key=True).get(pk=row.pk)
    held.case = case
    return held


def may_answer(actor, row: HandOver) -> bool:
    """The person who was asked; of a team, whoever takes cases of the project and is not giving it away himself."""
    if row.to_id is not None:
        return row.to_id == actor.pk
    return actor.pk != row.giver_id and agents_of(row.case.project).filter(pk=actor.pk).exists()


@transaction.atomic
def accept(actor, row: HandOver, *, now: datetime) -> HandOver:
    """Take the case over: from here on it is the actor's, and the owner is told by name and day.

    Raises IllegalMove where the case went to somebody else in between.
    """
    row = _locked(row)
    case = row.case
    if not may_answer(actor, row):
        raise NotAllowed(_("Somebody else was asked."), code="not_asked")
    if row.status == HandOverStatus.PROPOSED and case.assignee_id != row.giver_id:
        raise IllegalMove(_("The case has gone to somebody else in the meantime."), code="gone_elsewhere")
    _move(row, HandOverStatus.ACCEPTED, by=actor, now=now)
    write(case, by=actor, verb=Verb.HAND_OVER_ACCEPTED, detail={"from": row.giver_id}, now=now)
    case = pass_on(actor, case, team=row.team, because=row.because, now=now)
    _tell_owner(actor, case, now)
    return row


@transaction.atomic
def refuse(actor, row: HandOver, *, because: str, now: datetime) -> HandOver:
    """Say no, with the reason; the case stays where it is."""
    need(because=because)
    row = _locked(row)
    if not may_answer(actor, row):
        raise NotAllowed(_("Somebody else was asked."), code="not_asked")
    _move(row, HandOverStatus.REFUSED, by=actor, because=because, now=now)
    write(row.case, by=actor, verb=Verb.HAND_OVER_REFUSED, because=because, now=now)
    return row


@transaction.atomic
def withdraw(actor, row: HandOver, *, because: str = "", now: datetime) -> HandOver:
    """Take the question back: whoever asked, whoever has the case, or a supervisor."""
    row = _locked(row)
    if actor.pk not in (row.proposed_by_id, row.giver_id) and not may_overrule(actor, row.case):
        raise NotAllowed()
    _move(row, HandOverStatus.WITHDRAWN, by=actor, because=because, now=now)
    write(row.case, by=actor, verb=Verb.HAND_OVER_WITHDRAWN, because=because, now=now)
    return row


@transaction.atomic
def withdraw_all(actor, keys: Sequence[int], *, because: str, now: datetime) -> set[int]:
    """Take back those of these questions that still wait for an answer, as who asked; the keys of their cases.

    The cases are locked in the order of their keys, so that two deeds on the same wait and do not block one another.
    """
    waiting = HandOver.objects.filter(pk__in=keys, proposed_by=actor, status=HandOverStatus.PROPOSED)
    rows = Case.objects.filter(pk__in=waiting.values("case")).order_by("pk")
    held = {case.pk: case for case in rows.select_for_update(no_key=True, of=("self",))}
    still = set(waiting.filter(case__in=held).select_for_update(no_key=True).values_list("case", flat=True))
    _move_all(waiting.filter(case__in=still), HandOverStatus.WITHDRAWN, by=actor, because=because, now=now)
    back = [held[key] for key in sorted(still)]
    _write_all(actor, back, Verb.HAND_OVER_WITHDRAWN, because=because, now=now)
    return still


def _move_all(rows, to: str, *, by, because: str, now: datetime) -> None:
    """As `_move`, for many that wait; the database guards each move."""
    rows.update(status=to, decided_by=by, decided_at=now, answer=because)


def _move(row: HandOver, to: str, *, by, because: str = "", now: datetime) -> None:
    """The only line that assigns the status of a handing over."""
    if to not in HAND_OVER_MOVES[HandOverStatus(row.status)]:
        raise IllegalMove(stands_in=row.status, to=to)
    save(row, status=to, decided_by=by, decided_at=now, answer=because)


def _tell_owner(actor, case: Case, now: datetime) -> None:
    if case.owner is None:
        return
    with translation.override(case.owner.language):
        day = formats.date_format(now.astimezone(calendar_for(case.project).zone), "DATE_FORMAT")
        body = _(
            "From %(day)s on %(name)s looks after your matter %(number)s. Everything you have told us is known "
            "there; you need not explain anything again."
        ) % {"day": day, "name": actor.display_name, "number": case.number}
    write_to_owner(actor, case, body, now=now)
