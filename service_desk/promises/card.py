"""Promises on the page of a case and on an owner's card."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm.accounts.permissions import may
from crm.clock import now
from owners.days import day_of
from service_desk.promises import selectors
from service_desk.promises.forms import PromiseSettlingForm
from service_desk.promises.states import PROMISE_MOVES, PromiseStatus
from service_desk.workspace import lists


def side(request, case, owner=None):
    """What the owner was promised in this case, and what became of it."""
    rows = selectors.of_case(case)
    if not rows:
        return None
    may_settle = may(request.user, "promises.settle", project=case.project)
    today = day_of(now())
    shown = [
        {
            "promise": row,
            "late": row.status == PromiseStatus.OPEN and row.due_on is not None and row.due_on < today,
            "form": _settling(request.user, case, row) if may_settle else None,
        }
        for row in rows
    ]
    return render_to_string("desk/promises/side.html", {"case": case, "rows": shown}, request)


def _settling(user, case, row):
    if not PROMISE_MOVES[PromiseStatus(row.status)]:
        return None
    start = {"promise": row.public_id}
    return PromiseSettlingForm(case=case, user=user, initial=start, auto_id=f"promise-{row.pk}-%s")


def add_view() -> None:
    """The view "late promises" of the queue."""
    late = selectors.late_in_queue
    lists.add(lists.View("promises", _("Late promises"), lambda reader: lists.OPEN & late(reader), "urgent"))


def of_owner(request, owner):
    """On the owner's card: what he was promised and has not got."""
    if not may(request.user, "promises.view"):
        return None
    rows = selectors.to_owner(request.user, owner)
    if not rows:
        return None
    context = {"rows": rows, "today": day_of(now())}
    return render_to_string("desk/promises/owner.html", context, request)
