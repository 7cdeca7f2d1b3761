"""What somebody agreed to and took back, as entries of his timeline."""

from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from crm.privacy import services as privacy
from owners.card.entries import asked_for, strand

from .words import how_said


def kinds(request) -> list[tuple[str, str]]:
    """For the slot `owner.timeline.kinds`."""
    return [("consent", _("Consents"))] if may(request.user, "privacy.consents") else []


def told(request, owner, before, kinds, limit) -> list:
    """For the slot `owner.timeline`: every statement, the yes and the no."""
    if not (asked_for(kinds, "consent") and may(request.user, "privacy.consents")):
        return []
    rows = privacy.history_of(owner)
    return strand("consent.said", rows, "at", _said, before=before, limit=limit)


def _said(row) -> dict:
    words = _("Agreed to: %(purpose)s") if row.given else _("Does not agree to: %(purpose)s")
    return {
        "text": words % {"purpose": row.get_purpose_display()},
        "because": how_said(row.source),
        "icon": "good" if row.given else "lock",
        "actor": row.recorded_by.display_name,
    }
