"""What this floor tells on an owner's timeline: purchases, homes, visits, and since when we know him."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from crm.web.formats import money_text
from owners.contracts import selectors as contracts

from .entries import Entry, asked_for, strand

_ICONS = {"reservation": "note", "subscription": "note", "contract": "approve", "resale": "transfer"}


def kinds(request) -> list[tuple[str, str]]:
    bought = [("purchase", _("Purchases"))] if may(request.user, "purchases.view") else []
    return [*bought, ("home", _("Homes")), ("visit", _("Showroom visits"))]


def purchases(request, owner, before, kinds, limit) -> list[Entry]:
    """Steps towards a home, as signed, and those called off again."""
    if not asked_for(kinds, "purchase") or not may(request.user, "purchases.view"):
        return []
    rows, asked = contracts.purchases_told(owner), {"before": before, "limit": limit}
    return [
        *strand("purchase.signed", rows, "signed_on", _signed, **asked),
        *strand("purchase.cancelled", rows, "cancelled_on", _cancelled, **asked),
    ]


def _signed(row) -> dict:
    text = f"{row.get_kind_display()} · {row.home.number if row.home else row.project.label}"
    text = f"{text} · {money_text(row.amount, row.currency)}"
    return {"text": text, "icon": _ICONS[row.kind], "tone": "accent"}


def _cancelled(row) -> dict:
    text = _("%(number)s cancelled") % {"number": row.number}
    return {"text": text, "because": row.cancelled_because, "icon": "undo"}


def homes(request, owner, before, kinds, limit) -> list[Entry]:
    """Keys received, and homes left."""
    if not asked_for(kinds, "home"):
        return []
    handed_over, asked = contracts.handed_over_to(owner), {"before": before, "limit": limit}

    def received(row):
        text = _("%(home)s handed over") % {"home": row.home.number}
        return {"text": text, "icon": "key", "tone": "good", "url": _home_url(request, row.home)}

    def left(row):
        text = _("No longer owns %(home)s") % {"home": row.home.number}
        return {"text": text, "icon": "transfer", "url": _home_url(request, row.home)}

    ownerships = contracts.ownerships_told(owner)
    return [
        *strand("home.received", handed_over, "home__handover_on", received, **asked),
        *strand("home.left", ownerships, "until", left, **asked),
    ]


def _home_url(request, home) -> str:
    may_open = may(request.user, "homes.view", project=home.project)
    return reverse("owners:home", args=[home.public_number]) if may_open else ""


def visits(request, owner, before, kinds, limit) -> list[Entry]:
    """When he came to look."""
    if not asked_for(kinds, "visit"):
        return []
    return strand("visit.showroom", contracts.visits_told(owner), "on", _visited, before=before, limit=limit)


def _visited(row) -> dict:
    text = _("Visited the showroom of %(project)s") % {"project": row.project.label}
    return {"text": text, "because": row.remark, "icon": "visit"}


def known(request, owner, before, kinds, limit) -> list[Entry]:
    """The first line of every story; of no kind of its own, so a filter leaves it out."""
    entry = Entry(
        at=owner.known_since, strand="known", pk=owner.pk, text=_("First known to us"), icon="person"
    )
    told = kinds is None and (before is None or entry.mark < before)
    return [entry] if told else []
