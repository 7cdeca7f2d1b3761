"""The only writers of title deeds and their milestones."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from owners.contracts.models import Purchase
from owners.contracts.states import SIGNING
from owners.days import day_of

from . import rules
from .models import DeedStep, TitleDeed
from .states import ORDER, Milestone


def open_for_homes(actor, home_ids: Iterable[int], *, now: datetime) -> int:
    """Begin the deed of each live contract and resale for these homes that has none: a fixed number of statements.

    The milestones are planned from the handover, or where there was none yet from the day it is promised for.
    """
    signed = Purchase.objects.filter(home__in=list(home_ids), kind__in=SIGNING, cancelled_on=None, deed=None)
    with transaction.atomic():
        rows = list(signed.select_for_update(of=("self",)).select_related("home", "project"))
        begun = [_begin(row, now) for row in rows]
        TitleDeed.objects.bulk_create([deed for deed, _plan in begun], batch_size=1000)
        DeedStep.objects.bulk_create(
            [
                DeedStep(deed=deed, milestone=milestone, planned_on=day)
                for deed, plan in begun
                for milestone, day in plan.items()
            ],
            batch_size=2000,
        )
        for deed, _plan in begun[:1]:
            record(actor, "deeds.open", deed, now=now, after={"count": len(begun)})
    return len(begun)


def open_for_building(actor, building, *, now: datetime) -> int:
    """Begin the deeds of a building whose homes have been handed over; how many were begun."""
    handed_over = building.homes.filter(handover_on__isnull=False)
    return open_for_homes(actor, handed_over.values_list("pk", flat=True), now=now)


def _begin(purchase: Purchase, now: datetime) -> tuple[TitleDeed, dict]:
    home = purchase.home
    first = max(home.handover_on or home.handover_due_on or purchase.signed_on, purchase.signed_on)
    plan = rules.planned_from(first)
    deed = TitleDeed(
        purchase=purchase,
        project=purchase.project,
        home=home,
        next_milestone=ORDER[0],
        due_on=plan[ORDER[0]],
        created_at=now,
        updated_at=now,
    )
    return deed, plan


def reach(actor, deed: TitleDeed, *, milestone: str, on: date, remark="", now: datetime) -> TitleDeed:
    """The next milestone is done. They are done in their order, none on a day to come, none before the last."""
    if milestone not in Milestone.values:
        raise Refused(fields={"milestone": _("Choose one of the list.")})
    with transaction.atomic():
        row = _locked(deed)
        if on > day_of(now, row.project):
            raise Refused(fields={"on": _("This day has not come yet.")})
        if row.next_milestone != milestone:
            raise IllegalMove(_wrong_order(row))
        held = {step.milestone: step for step in row.steps.all()}
        earlier = [step.done_on for step in held.values() if step.done_on]
        if earlier and on < max(earlier):
            raise Refused(fields={"on": _("The milestone before was reached later than this.")})
        step = held[milestone]
        step.done_on, step.done_by, step.remark = on, actor, remark[:200]
        step.save(update_fields=["done_on", "done_by", "remark"])
        _stand(row, held.values(), now)
        record(actor, "deeds.reach", row, now=now, after={"milestone": str(milestone), "on": str(on)})
    return row


def take_back(actor, deed: TitleDeed, *, now: datetime) -> TitleDeed:
    """The last milestone that was marked as done is not: a slip of the hand."""
    with transaction.atomic():
        row = _locked(deed)
        steps = {step.milestone: step for step in row.steps.all()}
        done = [steps[milestone] for milestone in ORDER if steps[milestone].done_on]
        if not done:
            raise IllegalMove(_("No milestone has been reached yet."))
        step = done[-1]
        before = {"milestone": step.milestone, "on": str(step.done_on)}
        step.done_on, step.done_by = None, None
        step.save(update_fields=["done_on", "done_by"])
        _stand(row, steps.values(), now)
        record(actor, "deeds.take_back", row, now=now, before=before)
    return row


def plan(actor, deed: TitleDeed, days: dict[str, date], *, now: datetime) -> TitleDeed:
    """Plan milestones that are still to come for other days, each not before the one it builds on."""
    with transaction.atomic():
        row = _locked(deed)
        steps = {step.milestone: step for step in row.steps.all()}
        unknown = [name for name in days if name not in steps or steps[name].done_on]
        if unknown:
            raise Refused(fields={unknown[0]: _("Only milestones that are still to come can be planned.")})
        planned = {name: days.get(name, step.planned_on) for name, step in steps.items() if not step.done_on}
        if not rules.in_order(planned):
            wrong = next(iter(days))
            raise Refused(fields={wrong: _("Each milestone is planned after the one before.")})
        before = {name: str(steps[name].planned_on) for name in days}
        for name, day in days.items():
            steps[name].planned_on = day
        DeedStep.objects.bulk_update([steps[name] for name in days], ["planned_on"])
        _stand(row, steps.values(), now)
        after = {name: str(day) for name, day in days.items()}
        record(actor, "deeds.plan", row, now=now, before=before, after=after)
    return row


def reach_in_building(actor, building, *, milestone: str, on: date, now: datetime) -> int:
    """The milestone is done for every deed of a building whose next it is; how many. A fixed number of statements."""
    if milestone not in Milestone.values:
        raise Refused(fields={"milestone": _("Choose one of the list.")})
    if on > day_of(now, building.project):
        raise Refused(fields={"on": _("This day has not come yet.")})
    with transaction.atomic():
        deeds = TitleDeed.objects.live().select_for_update(of=("self",)).prefetch_related("steps")
        rows = list(deeds.filter(home__building=building, next_milestone=milestone).order_by("pk"))
        rows = [
            row for row in rows if all(step.done_on is None or step.done_on <= on for step in row.steps.all())
        ]
        done = []
        for row in rows:
            step = next(step for step in row.steps.all() if step.milestone == milestone)
            step.done_on, step.done_by = on, actor
            done.append(step)
            _place(row, row.steps.all(), now)
        DeedStep.objects.bulk_update(done, ["done_on", "done_by"], batch_size=500)
        TitleDeed.objects.bulk_update(rows, ["next_milestone", "due_on", "updated_at"], batch_size=500)
        if rows:
            after = {"milestone": str(milestone), "on": str(on), "count": len(rows)}
            record(actor, "deeds.reach_in_building", building, now=now, after=after)
    return len(rows)


def _locked(deed: TitleDeed) -> TitleDeed:
    rows = TitleDeed.objects.select_for_update(of=("self",)).select_related("project", "purchase")
    row = rows.get(pk=deed.pk)
    if row.purchase.cancelled_on:
        raise IllegalMove(_("This purchase has been cancelled already."))
    return row


def _place(row: TitleDeed, steps: Iterable[DeedStep], now: datetime) -> None:
    """What is next and by when, from the steps."""
    steps = {step.milestone: step for step in steps}
    upcoming = rules.next_of({name for name, step in steps.items() if step.done_on})
    row.next_milestone = upcoming or ""
    row.due_on = steps[upcoming].planned_on if upcoming else None
    row.updated_at = now


def _stand(row: TitleDeed, steps: Iterable[DeedStep], now: datetime) -> None:
    _place(row, steps, now)
    row.save(update_fields=["next_milestone", "due_on", "updated_at"])


def _wrong_order(row: TitleDeed) -> str:
    if not row.next_milestone:
        return _("The deed has been handed over.")
    return _("First comes: %(milestone)s.") % {"milestone": row.get_next_milestone_display()}
