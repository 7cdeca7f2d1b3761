"""What profitability tells on an owner's timeline: what he brought, and what was spent on him."""

from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from crm.web.formats import money_text
from owners.card.entries import Entry, asked_for, strand

from .ledger import selectors


def kinds(request) -> list[tuple[str, str]]:
    return [("value", _("Revenue and cost"))] if may(request.user, "ledger.view") else []


def entries(request, owner, before, kinds, limit) -> list[Entry]:
    """The lines of his ledger; sums are for those who may read the ledger."""
    if not asked_for(kinds, "value") or not may(request.user, "ledger.view"):
        return []
    rows = selectors.entries_told(request.user, owner)
    return strand("value", rows, "at", _told, before=before, limit=limit)


def _told(row) -> dict:
    kind = row.get_kind_display()
    return {
        "text": f"{kind[:1].upper()}{kind[1:]} · {money_text(row.amount, row.currency)}",
        "because": row.note,
        "icon": "value",
        "tone": "calm",
    }
