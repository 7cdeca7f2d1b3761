"""The only writers of prevention."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from crm.messages import services as messages
from owners.contracts.selectors import owners_now
from owners.days import day_of
from service_desk.cases import services as cases
from service_desk.cases.services.moves import need
from service_desk.cases.terms import CaseKind, Channel
from service_desk.causes.models import Cause

from . import rules, selectors, states
from .models import CorrectiveAction, Inspection, Look
from .states import RESULTS, ActionStatus, LookStatus

EARLIEST = timedelta(hours=14)  # somewhere it is tomorrow already
MOVES = {CorrectiveAction: states.CORRECTIVE_MOVES, Look: states.LOOK_MOVES}


def _move(row, to: str, **changes) -> None:
    """The only line that assigns a status."""
    if to not in MOVES[type(row)][row.status]:
        raise IllegalMove(stands_in=row.status, to=to)
    row.status = to
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["status", *changes])


def set_action(
    actor,
    *,
    project,
    cause: Cause,
    what: str,
    responsible,
    due_on: date,
    window_days: int = 180,
    now: datetime,
) -> CorrectiveAction:
    """Set what is to be changed, by whom, by when; and how long before and after will be compared."""
    need(what=what)
    if due_on < day_of(now, project):
        raise Refused(fields={"due_on": _("This day is past.")})
    if not 30 <= window_days <= 730:
        raise Refused(fields={"window_days": _("Between 30 and 730 days.")})
    with transaction.atomic():
        row = CorrectiveAction.objects.create(
            project=project,
            cause=cause,
            what=what.strip(),
            responsible=responsible,
            due_on=due_on,
            window_days=window_days,
            set_by=actor,
            set_at=now,
        )
        after = {"cause": cause.code, "due_on": str(due_on), "window_days": window_days}
        record(actor, "prevention.set_action", row, now=now, after=after)
    return row


@transaction.atomic
def finish_action(
    actor, action: CorrectiveAction, *, result: str, done_on: date, now: datetime
) -> CorrectiveAction:
    """It is done; the day of the check follows from the window that was set beforehand."""
    need(result=result)
    if done_on > day_of(now, action.project):
        raise Refused(fields={"done_on": _("This day is still to come.")})
    if done_on < day_of(action.set_at, action.project):
        raise Refused(fields={"done_on": _("This is before it was set.")})
    row = CorrectiveAction.objects.select_for_update().get(pk=action.pk)
    check_on = done_on + timedelta(days=row.window_days)
    _move(row, ActionStatus.DONE, result=result.strip(), done_on=done_on, check_on=check_on)
    record(actor, "prevention.finish_action", row, now=now, after={"check_on": str(check_on)})
    return row


@transaction.atomic
def drop_action(actor, action: CorrectiveAction, *, because: str, now: datetime) -> CorrectiveAction:
    """Give it up, with the reason."""
    need(because=because)
    row = CorrectiveAction.objects.select_for_update().get(pk=action.pk)
    _move(row, ActionStatus.DROPPED, result=because.strip())
    record(actor, "prevention.drop_action", row, now=now)
    return row


def turn(*, now: datetime, limit: int = 100) -> int:
    """Remind of what has come due, and check the effects whose day has come; how many. The relay asks."""
    return _remind(now, limit) + _check(now, limit)


@transaction.atomic
def _remind(now: datetime, limit: int) -> int:
    rows = CorrectiveAction.objects.filter(
        status=ActionStatus.PLANNED, reminded_at=None, due_on__lte=(now + EARLIEST).date()
    )
    rows = rows.select_for_update(no_key=True, skip_locked=True, of=("self",))
    rows = rows.select_related("responsible", "project").order_by("due_on")[:limit]
    due = [row for row in rows if row.due_on <= day_of(now, row.project)]
    for row in due:
        row.reminded_at = now
        if row.responsible.email and row.responsible.is_active:
            _write_to(row.responsible, row, now)
    CorrectiveAction.objects.bulk_update(due, ["reminded_at"])
    return len(due)


def _write_to(person, action: CorrectiveAction, now: datetime) -> None:
    with translation.override(person.language):
        messages.send(
            to=person.email,
            channel="mail",
            subject=_("A corrective action is due"),
            body=f"{settings.PUBLIC_URL.rstrip('/')}{reverse('desk:prevention')}",
            language=person.language,
            subject_ref=f"corrective:{action.public_id}",
            now=now,
        )


@transaction.atomic
def _check(now: datetime, limit: int) -> int:
    rows = CorrectiveAction.objects.filter(status=ActionStatus.DONE, check_on__lte=(now + EARLIEST).date())
    rows = rows.select_for_update(skip_locked=True, of=("self",)).select_related("project", "cause")
    due = [row for row in rows.order_by("check_on")[:limit] if row.check_on <= day_of(now, row.project)]
    for row in due:
        found = selectors.figures(row)
        effect = rules.effect_of(found.before, found.after)
        changes = {"homes": found.homes, "cases_before": found.before, "cases_after": found.after}
        _move(row, ActionStatus.CHECKED, effect=effect, **changes)
    return len(due)


@transaction.atomic
def open_inspection(actor, proposal: selectors.Proposal, *, engineer=None, now: datetime) -> Inspection:
    """Have the sibling homes of a common defect looked at, by one engineer or by whoever takes them."""
    if not proposal.siblings:
        raise Refused(_("Every home of this line has reported it already."), code="no_siblings")
    count = len(proposal.homes)
    inspection, made = Inspection.objects.get_or_create(
        building=proposal.building,
        cause=proposal.cause,
        entrance=proposal.entrance,
        column=proposal.column,
        contractor=proposal.contractor,
        defaults={
            "project": proposal.building.project,
            "because": _("%(count)s homes have reported it") % {"count": count},
            "opened_by": actor,
            "opened_at": now,
        },
    )
    if not made:
        raise Refused(_("This is looked into already."), code="inspected_already")
    Look.objects.bulk_create(
        Look(inspection=inspection, home=home, engineer=engineer) for home in proposal.siblings
    )
    after = {"cause": proposal.cause.code, "homes": len(proposal.siblings)}
    record(actor, "prevention.open_inspection", inspection, now=now, after=after)
    return inspection


@transaction.atomic
def record_look(actor, look: Look, *, result: str, words: str = "", now: datetime) -> Look:
    """What was found in one home. Found there too, it becomes a repair case of its own, with the cause named."""
    if result not in RESULTS:
        raise Refused(fields={"result": _("This choice is not known.")})
    if result == LookStatus.FOUND:
        need(words=words)
    rows = Look.objects.select_for_update(of=("self",)).select_related(
        "inspection__project__city", "inspection__cause", "home"
    )
    look = rows.get(pk=look.pk)
    if result not in states.LOOK_MOVES[look.status]:
        raise IllegalMove(stands_in=look.status, to=result)
    case = _open_case(actor, look, words, now) if result == LookStatus.FOUND else None
    _move(look, result, words=words.strip(), case=case, looked_by=actor, looked_at=now)
    after = {"home": look.home.public_number, "result": str(result), "case": case and case.number}
    record(actor, "prevention.record_look", look.inspection, now=now, after=after)
    return look


def _open_case(actor, look: Look, words: str, now: datetime):
    project, owners = look.inspection.project, owners_now(look.home, day_of(now, look.inspection.project))
    owner = owners[0].owner if owners else None
    return cases.register(
        actor,
        project=project,
        owner=owner,
        home=look.home,
        kind=CaseKind.REPAIR,
        channel=Channel.FRONT_DESK,
        words=words,
        language=owner.language if owner else "zh-hans",
        subject=look.inspection.cause.code,
        received_at=now,
        now=now,
    )
