"""What the desk puts into the frame: its words on the rail, start pages, and what the search box finds."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm.web import slots


def fill():
    slots.navigation("desk", _("Desk"), "desk:queue", "desk", "cases.view", order=10)
    slots.navigation("desk.slips", _("Slips and actions"), "desk:slips", "slip", "slips.answer", order=12)
    slots.navigation("desk.approvals", _("Approvals"), "desk:approvals", "approve", "cases.approve", order=13)
    slots.navigation("desk.visits", _("Return visits"), "desk:visits", "visit", "visits.record", order=14)
    slots.navigation(
        "desk.directives", _("Directives"), "desk:directives", "directive", "directives.view", order=15
    )
    slots.landing("agent", "desk:queue")
    slots.landing("supervisor", "desk:queue")
    slots.landing("spokesperson", "desk:queue")
    slots.landing("handler", "desk:slips")
    slots.landing("callback", "desk:visits")
    slots.fill("search", found_cases, order=20)


def found_cases(request, *, query, glance):
    """Cases by number or by what was said, newest first."""
    from crm.accounts.permissions import may
    from crm.clock import now
    from service_desk.cases import selectors

    if not may(request.user, "cases.view"):
        return None
    rows = selectors.queue(request.user, "all", {"q": query}, now=now())
    rows = [selectors.dressed(row) for row in rows.order_by("-received_at", "-id")[: 5 if glance else 25]]
    if not rows:
        return None
    return render_to_string("desk/found_cases.html", {"rows": rows, "now": now(), "query": query}, request)
