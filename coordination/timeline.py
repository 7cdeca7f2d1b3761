"""What coordination tells on an owner's timeline: what was decided on what he said, and why."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from owners.card.entries import Entry, asked_for, strand

from .decisions import reading, selectors


def kinds(request) -> list[tuple[str, str]]:
    return [("decision", _("Decisions"))] if may(request.user, "decisions.view") else []


def entries(request, owner, before, kinds, limit) -> list[Entry]:
    """The decisions on his feedback, newest first."""
    if not asked_for(kinds, "decision") or not may(request.user, "decisions.view"):
        return []
    rows = selectors.decisions_told(request.user, owner)
    return strand("decision", rows, "at", _told, before=before, limit=limit)


def _told(row) -> dict:
    said = reading.rows([row])[0]
    verdict = row.get_outcome_display()
    text = _("Decided: %(verdict)s") % {"verdict": verdict}
    return {
        "text": " · ".join(filter(None, (text, said["plan"]))),
        "because": said["reason"],
        "icon": "coordination",
        "tone": said["tone"],
        "url": reverse("coordination:decision", args=[row.public_id]),
    }
