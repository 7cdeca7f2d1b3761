"""A department's answer asked for earlier than the rules say: the clock of the slip is set by hand, and never later."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.calendars.arithmetic import add_working_time, closing, elapsed_working_time
from crm.errors import Refused
from service_desk.cases.terms import Verb
from service_desk.clocks import rules
from service_desk.clocks.models import Deadline, DeadlineChange
from service_desk.clocks.pausing import calendar_of, held, mirror, must_run, remember, set_moments


@transaction.atomic
def bring_forward(actor, deadline: Deadline, *, due_on: date, because: str, now: datetime) -> Deadline:
    """Let the answer to a slip be due at the closing of an earlier working day; its warnings come earlier with it.

    Rules that change later leave the clock alone.
    """
    row = held(deadline)
    if row.slip_id is None:
        raise Refused(_("Only the answer of a department is asked for earlier."))
    must_run(row, now)
    if not because.strip():
        raise Refused(fields={"because": _("Please fill this in.")})
    calendar = calendar_of(row)
    due = closing(calendar, due_on)
    if due is None:
        raise Refused(fields={"due_on": _("Nobody works on this day.")})
    if not now < due < row.due_at:
        raise Refused(fields={"due_on": _("A day from now on, and earlier than it is due now, please.")})
    before = row.due_at
    half = elapsed_working_time(calendar, row.started_at, due) // 120
    warn = min(add_working_time(calendar, row.started_at, half), due)
    set_moments(row, rules.Times(warn, due, add_working_time(calendar, due, half)))
    row.fires_at, row.by_hand = rules.next_moment(row.level, row.moments), True
    row.save(update_fields=["warn_at", "due_at", "late_at", "fires_at", "by_hand"])
    DeadlineChange.objects.create(
        deadline=row,
        at=now,
        by=actor,
        why=DeadlineChange.Why.HAND,
        due_before=before,
        due_after=due,
        rule_before=row.set_by,
        rule_after=row.set_by,
    )
    mirror(row)
    detail = {"kind": row.kind, "due_at": due.isoformat()}
    remember(row, actor, Verb.CLOCK_EARLIER, because.strip(), detail, now)
    return row
