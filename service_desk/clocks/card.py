"""The clocks of a case, below its next action: time left in words and a bar, the rule, and the pause."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.template.loader import render_to_string

from crm import clock
from crm.accounts.permissions import may
from service_desk.clocks import pausing, selectors
from service_desk.clocks.access import name_of
from service_desk.clocks.forms import EarlierForm, PauseForm
from service_desk.clocks.models import Deadline, DeadlinePause


@dataclass(frozen=True)
class Shown:
    """One clock as the card shows it; `form` where it may be paused, `pause` where it stands still, `earlier` where its
    answer may be asked for earlier."""

    clock: Deadline
    name: str
    pause: DeadlinePause | None
    form: PauseForm | None
    may_resume: bool
    open: bool = False
    earlier: EarlierForm | None = None


def lines(user, case, *, now: datetime, bound=None) -> list[Shown]:
    """The clocks of a case that have not stopped. A fixed number of queries, but for the reasons once a kind."""
    allowed = may(user, "clocks.pause", project=case.project)
    reasons = pausing.all_reasons(now=now) if allowed else []
    paused, hurried = (bound, None) if isinstance(bound, PauseForm) else (None, bound)
    shown = [_shown(row, reasons, allowed, now, paused) for row in selectors.clocks_of(case)]
    if not may(user, "clocks.bring_forward", project=case.project):
        return shown
    return [replace(each, earlier=_earlier(each, now, hurried)) for each in shown]


def _earlier(shown: Shown, now: datetime, bound: EarlierForm | None) -> EarlierForm | None:
    """For the answer of a department that is neither late nor stands still."""
    row = shown.clock
    if row.slip_id is None or shown.pause is not None or row.due_at <= now:
        return None
    if bound is not None and bound.clock.pk == row.pk:
        return bound
    return EarlierForm(clock=row, auto_id=f"earlier-{shown.name}-%s")


def _shown(row: Deadline, reasons, allowed: bool, now: datetime, bound) -> Shown:
    pause = next((each for each in row.pauses.all() if each.ended_at is None), None)
    form, mine = None, bound is not None and bound.clock.pk == row.pk
    if allowed and pause is None and row.due_at > now:
        fitting = [reason for reason in reasons if row.kind in reason.clocks]
        name = f"pause-{name_of(row)}-%s"
        form = bound if mine else PauseForm(clock=row, reasons=fitting, auto_id=name) if fitting else None
    return Shown(row, name_of(row), pause, form, allowed and pause is not None, mine)


def under_next_action(request, case, **_context) -> str | None:
    """Fills the slot below the next action of a case; silent where no clock runs."""
    if not may(request.user, "clocks.view", project=case.project):
        return None
    now = clock.now()
    shown = lines(request.user, case, now=now)
    if not shown:
        return None
    return render_to_string("desk/clocks/card.html", {"case": case, "clocks": shown, "now": now}, request)
