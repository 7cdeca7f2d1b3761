"""What the desk says on an owner's card, beside his cases: warnings, promises, and what to do with a stranger."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from crm.clock import now
from owners.card.warnings import Caution
from service_desk.cases import selectors


def serious_complaints(request, owner) -> list[Caution]:
    """An open complaint that is important or worse stands at the head of the card."""
    if not may(request.user, "cases.view"):
        return []
    return [
        Caution(
            _("Open complaint, %(severity)s: %(summary)s")
            % {"severity": row.get_severity_display(), "summary": row.summary},
            icon="danger",
            tone="danger",
            url=reverse("desk:case", args=[row.number]),
        )
        for row in selectors.serious_complaints_of(request.user, owner)
    ]


def promises_to_owner(request, owner) -> str | None:
    """What he was promised and has not got yet; silent where nothing is."""
    if not may(request.user, "cases.view"):
        return None
    rows = selectors.promises_to(request.user, owner)
    if not rows:
        return None
    return render_to_string("desk/owner_promises.html", {"rows": rows, "now": now()}, request)


def register_for_stranger(request, sealed: str) -> str | None:
    """A caller nobody knows can be listened to at once; his number comes along sealed."""
    if not may(request.user, "cases.register"):
        return None
    return render_to_string("desk/stranger_action.html", {"sealed": sealed}, request)
