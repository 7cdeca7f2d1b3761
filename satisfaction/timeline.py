"""What satisfaction tells on an owner's timeline: each thing he told us about how we did."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from owners.card.entries import Entry, asked_for, strand

from .feedback import selectors, wording


def kinds(request) -> list[tuple[str, str]]:
    return [("feedback", _("Feedback"))] if may(request.user, "satisfaction.view") else []


def entries(request, owner, before, kinds, limit) -> list[Entry]:
    """His answers, newest first, with his own words."""
    if not asked_for(kinds, "feedback") or not may(request.user, "satisfaction.view"):
        return []
    rows = selectors.feedback_told(request.user, owner)
    return strand("feedback", rows, "at", _told, before=before, limit=limit)


def _told(row) -> dict:
    said = row.get_attitude_display() if row.attitude else row.get_opinion_display()
    score = _("%(score)d of 100") % {"score": row.score} if row.score is not None else ""
    return {
        "text": " · ".join(filter(None, (_("Feedback"), said, score))),
        "because": row.words,
        "icon": "satisfaction",
        "tone": wording.TONES.get(row.attitude, "calm"),
        "url": reverse("satisfaction:feedback", args=[row.public_id]),
    }
