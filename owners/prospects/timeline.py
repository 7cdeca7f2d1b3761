"""What somebody asked about, as entries of his timeline: when he first asked, was lost, came back."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from owners.card.entries import asked_for, strand

from . import selectors


def kinds(request) -> list[tuple[str, str]]:
    """For the slot `owner.timeline.kinds`."""
    return [("interest", _("Interest in projects"))] if may(request.user, "prospects.view") else []


def told(request, owner, before, kinds, limit) -> list:
    """For the slot `owner.timeline`; how far he came afterwards is told by visits and purchases."""
    if not (asked_for(kinds, "interest") and may(request.user, "prospects.view")):
        return []
    rows = selectors.interests_told(request.user, owner)
    places = {"before": before, "limit": limit}
    return [
        *strand("interest.opened", rows, "opened_on", _opened, **places),
        *strand("interest.lost", rows, "lost_on", _lost, **places),
        *strand("interest.won_back", rows, "won_back_on", _won_back, **places),
    ]


def _opened(row) -> dict:
    text = _("Asked about %(project)s") % {"project": row.project.label}
    because = " · ".join(filter(None, (row.get_source_display(), row.campaign)))
    return {"text": text, "because": because, "icon": "question", "url": _page(row)}


def _lost(row) -> dict:
    text = _("No longer interested in %(project)s") % {"project": row.project.label}
    because = " · ".join(filter(None, (row.get_lost_because_display(), row.lost_words)))
    return {"text": text, "because": because, "icon": "undo", "url": _page(row)}


def _won_back(row) -> dict:
    text = _("Interested in %(project)s again") % {"project": row.project.label}
    return {"text": text, "icon": "question", "tone": "good", "url": _page(row)}


def _page(row) -> str:
    return reverse("owners:prospect", args=[row.public_id])
