"""What this room puts on an owner's card."""

from django.template.loader import render_to_string

from crm import clock
from crm.accounts.permissions import may

from . import consents


def side(request, owner) -> str | None:
    """What he agreed to, and the way to his export and erasure for whoever may."""
    may_ask = may(request.user, "privacy.requests")
    if not may(request.user, "privacy.consents") or owner.erased_at is not None:
        return None
    standings = consents.standings(owner, now=clock.now())
    context = {
        "owner": owner,
        "standings": standings,
        "any_said": any(one.statement for one in standings),
        "may_ask": may_ask,
    }
    return render_to_string("owners/privacy/side.html", context, request)
