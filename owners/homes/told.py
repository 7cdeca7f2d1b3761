"""What handovers and title deeds tell on an owner's timeline."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from owners.card.entries import Entry, asked_for, strand
from owners.deeds.selectors import milestones_told
from owners.handovers.selectors import handovers_told
from owners.handovers.states import HandoverStatus

_TONES = {HandoverStatus.TAKEN_OVER: "good", HandoverStatus.REFUSED: "late"}


def kinds(request) -> list[tuple[str, str]]:
    told = [("handover", _("Handovers"), "handovers.view"), ("deed", _("Title deeds"), "deeds.view")]
    return [(kind, word) for kind, word, verb in told if may(request.user, verb)]


def handovers(request, owner, before, kinds, limit) -> list[Entry]:
    """How each appointment ended."""
    if not asked_for(kinds, "handover") or not may(request.user, "handovers.view"):
        return []
    rows = handovers_told(request.user, owner)
    return list(strand("handover.ended", rows, "ended_on", _ended, before=before, limit=limit))


def _ended(row) -> dict:
    return {
        "text": f"{row.home.number} · {row.get_status_display()}",
        "because": row.because,
        "icon": "key",
        "tone": _TONES.get(HandoverStatus(row.status), "calm"),
        "actor": str(row.conducted_by) if row.conducted_by else "",
        "url": reverse("owners:handover_page", args=[row.public_id]),
    }


def deeds(request, owner, before, kinds, limit) -> list[Entry]:
    """The milestones of his title deeds that were reached."""
    if not asked_for(kinds, "deed") or not may(request.user, "deeds.view"):
        return []
    rows = milestones_told(request.user, owner)
    return list(strand("deed.reached", rows, "done_on", _reached, before=before, limit=limit))


def _reached(step) -> dict:
    return {
        "text": f"{step.deed.home.number} · {step.get_milestone_display()}",
        "because": step.remark,
        "icon": "proposal",
        "tone": "good",
        "actor": str(step.done_by) if step.done_by else "",
        "url": reverse("owners:deed", args=[step.deed.public_id]),
    }
