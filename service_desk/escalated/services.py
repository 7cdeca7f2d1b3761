"""Marking, leading and ending a difficult complaint. Lock the case first, then what hangs on it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm.errors import IllegalMove, NotAllowed, Refused
from service_desk.authority import selectors as authority
from service_desk.cases.access import may_overrule
from service_desk.cases.models import Case
from service_desk.cases.services.moves import locked, must_stand_in, need, save, write
from service_desk.cases.states import OPEN
from service_desk.cases.terms import PartKind, Verb
from service_desk.escalated import rules, selectors
from service_desk.escalated.access import seniors_of, speakers_of
from service_desk.escalated.models import DifficultCase, PlanOption, PlanOptionPart, ResponsePlan
from service_desk.escalated.states import DIFFICULT_MOVES, PLAN_MOVES, DifficultStatus, PlanStatus
from service_desk.escalated.terms import Outcome, Place, Reason
from service_desk.handingover import services as handing
from service_desk.handingover.states import HandOverStatus


@transaction.atomic
def mark(
    actor, case: Case, *, reason: str, words: str = "", senior, version: int | None = None, now: datetime
) -> DifficultCase:
    """Mark a case as difficult and ask the senior handler to take it over; until he accepts it stays where it is."""
    if reason not in Reason.values:
        raise Refused(fields={"reason": _("This choice is not known.")})
    if reason == Reason.OTHER:
        need(words=words)
    case = locked(case, version)
    must_stand_in(case, *OPEN)
    if selectors.open_of(case) is not None:
        raise Refused(_("This complaint is marked as difficult already."), code="marked")
    _must_be_senior(case, senior)
    row = DifficultCase.objects.create(
        case=case,
        reason=reason,
        words=words.strip(),
        facts=list(selectors.proposed_by_facts(case)),
        senior=senior,
        marked_by=actor,
        marked_at=now,
    )
    write(case, by=actor, verb=Verb.MARKED_DIFFICULT, because=words, detail={"reason": reason}, now=now)
    _hand_over(actor, row, case, now)
    return row


def _must_be_senior(case: Case, senior) -> None:
    if senior is None or not seniors_of(case.project).filter(pk=senior.pk).exists():
        raise Refused(fields={"senior": _("This person may not lead difficult complaints of this project.")})


def _hand_over(actor, row: DifficultCase, case: Case, now: datetime) -> None:
    """Ask the senior; who takes it himself says so by the deed, and who has it already need not be asked."""
    if case.assignee_id == row.senior_id:
        save(row, hand_over=None)
        return
    because = row.words or _("Marked as difficult: %(reason)s.") % {"reason": row.get_reason_display()}
    save(row, hand_over=handing.propose(actor, case, to=row.senior, because=because, now=now))


def _locked(row: DifficultCase) -> DifficultCase:
    case = locked(Case(pk=row.case_id))
    held = DifficultCase.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
    held.case = case
    if held.status != DifficultStatus.OPEN:
        raise IllegalMove(stands_in=held.status)
    return held


@transaction.atomic
def ask_senior(actor, row: DifficultCase, *, senior, now: datetime) -> DifficultCase:
    """Ask another senior handler, or the same again, after a refusal or after the case went elsewhere."""
    row = _locked(row)
    must_stand_in(row.case, *OPEN)
    _must_be_senior(row.case, senior)
    save(row, senior=senior)
    _hand_over(actor, row, row.case, now)
    return row


@transaction.atomic
def draw_plan(
    actor,
    row: DifficultCase,
    *,
    wants: str,
    position: str,
    not_negotiable: str,
    options: Sequence[dict],
    limit: int,
    speaker,
    now: datetime,
) -> ResponsePlan:
    """Prepare the plan. Within the senior's own limit it is in force at once, else it waits for a level that covers it.

    `options` are dicts of words and parts (kind, description, amount), in the order in which they are offered.
    """
    need(wants=wants, position=position, not_negotiable=not_negotiable)
    row = _locked(row)
    case = row.case
    must_stand_in(case, *OPEN)
    if not selectors.is_taken(row):
        raise IllegalMove(_("The senior handler has not taken the case over yet."), code="not_taken")
    if actor.pk != row.senior_id:
        raise NotAllowed(_("Only the senior handler draws up the plan."), code="not_senior")
    parts = _checked(options, limit)
    if speaker is None or not speakers_of(case.project).filter(pk=speaker.pk).exists():
        raise Refused(fields={"speaker": _("This person does not speak with owners of this project.")})
    _put_away(row, PlanStatus.DRAWN)
    plan = ResponsePlan.objects.create(
        difficult=row,
        number=(row.plans.aggregate(last=Max("number"))["last"] or 0) + 1,
        wants=wants,
        position=position,
        not_negotiable=not_negotiable,
        speaker=speaker,
        limit=limit,
        currency=case.currency,
        drawn_by=actor,
        drawn_at=now,
    )
    _write_options(plan, options, parts)
    write(case, by=actor, verb=Verb.PLAN_DRAWN, detail={"plan": plan.number}, now=now)
    if _covers(actor, case, plan):
        _put_in_force(actor, row, plan, because="", now=now)
    return plan


def _checked(options: Sequence[dict], limit: int) -> list[list[PlanOptionPart]]:
    rows = []
    for option in options:
        need(options=option.get("words", ""))
        parts = [
            PlanOptionPart(
                kind=part.get("kind", ""),
                description=part.get("description", ""),
                amount=part.get("amount") or 0,
            )
            for part in option.get("parts", ())
        ]
        if not parts:
            raise Refused(fields={"options": _("Each option needs at least one part.")})
        if any(part.kind not in PartKind.values for part in parts):
            raise Refused(fields={"options": _("This kind of part is not known.")})
        if any(part.amount < 0 for part in parts):
            raise Refused(fields={"options": _("A part cannot cost less than nothing.")})
        rows.append(parts)
    sentences = {
        "none": _("A plan needs at least one option."),
        "many": _("A plan has three options at most."),
        "negative": _("A limit cannot be less than nothing."),
        "order": _("A later option cannot cost less than one before it."),
        "above": _("No option may cost more than the limit of what can be granted."),
    }
    if wrong := rules.faults([sum(part.amount for part in parts) for parts in rows], limit):
        raise Refused(
            fields={"limit" if wrong[0] in ("above", "negative") else "options": sentences[wrong[0]]}
        )
    return rows


def _write_options(plan: ResponsePlan, options: Sequence[dict], parts: list[list[PlanOptionPart]]) -> None:
    for place, option, rows in zip(Place.values, options, parts, strict=False):
        made = PlanOption.objects.create(
            plan=plan, place=place, words=option["words"], amount=sum(row.amount for row in rows)
        )
        for row in rows:
            row.option = made
        PlanOptionPart.objects.bulk_create(rows)


def _covers(actor, case: Case, plan: ResponsePlan) -> bool:
    """Whether the actor's own limits cover the whole limit of the plan and each kind of part in it."""
    if plan.limit > authority.limit_of(actor, plan.currency, project=case.project):
        return False
    return all(authority.covers(actor, case.project, sums) for sums in selectors.sums_by_kind(plan))


def _put_in_force(actor, row: DifficultCase, plan: ResponsePlan, *, because: str, now: datetime) -> None:
    _put_away(row, PlanStatus.IN_FORCE)
    own = authority.limit_of(actor, plan.currency, project=row.case.project)
    decided = {"decided_by": actor, "decided_at": now, "because": because, "signer_limit": own}
    _move(plan, PlanStatus.IN_FORCE, **decided)
    detail = {"plan": plan.number}
    write(row.case, by=actor, verb=Verb.PLAN_ALLOWED, because=because, detail=detail, now=now)


def _put_away(row: DifficultCase, status: str) -> None:
    for old in row.plans.select_for_update(no_key=True).filter(status=status):
        _move(old, PlanStatus.REPLACED)


@transaction.atomic
def decide_plan(
    actor, plan: ResponsePlan, *, approved: bool, because: str = "", now: datetime
) -> ResponsePlan:
    """Allow the plan, or send it back with the reason. Nobody allows more than he may grant himself."""
    row = _locked(DifficultCase(pk=plan.difficult_id, case_id=plan.difficult.case_id))
    plan = ResponsePlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if plan.status != PlanStatus.DRAWN:
        raise IllegalMove(stands_in=plan.status)
    must_stand_in(row.case, *OPEN)
    if actor.pk == plan.drawn_by_id:
        raise NotAllowed(_("Nobody allows his own plan."), code="own_plan")
    if not approved:
        need(because=because)
        _move(plan, PlanStatus.RETURNED, decided_by=actor, decided_at=now, because=because)
        detail = {"plan": plan.number}
        write(row.case, by=actor, verb=Verb.PLAN_RETURNED, because=because, detail=detail, now=now)
        return plan
    if not _covers(actor, row.case, plan):
        raise NotAllowed(_("This sum is above your limit."), code="above_limit")
    _put_in_force(actor, row, plan, because=because, now=now)
    return plan


@transaction.atomic
def end(actor, row: DifficultCase, *, outcome: str, result: str, lesson: str, now: datetime) -> DifficultCase:
    """Say how it ended and what the house learns from it; the case itself goes on or is closed by its own steps."""
    need(result=result, lesson=lesson)
    if outcome not in Outcome.values:
        raise Refused(fields={"outcome": _("This choice is not known.")})
    row = _locked(row)
    if actor.pk != row.senior_id and not may_overrule(actor, row.case):
        raise NotAllowed()
    said = {"outcome": outcome, "result": result, "lesson": lesson}
    _finish(actor, row, DifficultStatus.ENDED, now, **said)
    write(row.case, by=actor, verb=Verb.DIFFICULT_ENDED, detail={"ended": outcome}, now=now)
    return row


@transaction.atomic
def unmark(actor, row: DifficultCase, *, because: str, now: datetime) -> DifficultCase:
    """Take the mark back, with the reason: who set it, the senior handler, or a supervisor."""
    need(because=because)
    row = _locked(row)
    if actor.pk not in (row.marked_by_id, row.senior_id) and not may_overrule(actor, row.case):
        raise NotAllowed()
    _finish(actor, row, DifficultStatus.WITHDRAWN, now, result=because)
    write(row.case, by=actor, verb=Verb.DIFFICULT_WITHDRAWN, because=because, now=now)
    return row


def _finish(actor, row: DifficultCase, to: str, now: datetime, **said) -> None:
    """A question that still waits goes with the mark."""
    asked = row.hand_over
    if asked is not None and asked.status == HandOverStatus.PROPOSED:
        handing.withdraw(actor, asked, now=now)
    _move(row, to, ended_by=actor, ended_at=now, **said)


def _move(row, to: str, **changes) -> None:
    """The only line that assigns a status in this room."""
    table = DIFFICULT_MOVES if isinstance(row, DifficultCase) else PLAN_MOVES
    if to not in table[row.status]:
        raise IllegalMove(stands_in=row.status, to=to)
    save(row, status=to, **changes)
