"""Merges as entries of both owners' timelines, standing and undone."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from owners.card.entries import asked_for, strand

from . import selectors


def told(request, owner, before, kinds, limit) -> list:
    """For the slot `owner.timeline`."""
    if not (asked_for(kinds, "merge") and may(request.user, "duplicates.view")):
        return []
    rows = selectors.merges_of(owner)
    places = {"before": before, "limit": limit}
    merged = strand("merge.made", rows, "at", lambda row: _made(row, owner), **places)
    return merged + strand("merge.undone", rows, "undone_at", _undone, **places)


def kinds(request) -> list[tuple[str, str]]:
    """For the slot `owner.timeline.kinds`."""
    return [("merge", _("Merges"))] if may(request.user, "duplicates.view") else []


def _made(row, owner) -> dict:
    words = {"gone": row.gone.number, "kept": row.kept.number}
    if row.kept_id == owner.pk:
        text = _("%(gone)s went into this card") % words
    else:
        text = _("This card went into %(kept)s") % words
    return {
        "text": text,
        "because": row.because,
        "icon": "transfer",
        "actor": row.actor.display_name,
        "url": reverse("owners:merged", args=[row.public_id]),
    }


def _undone(row) -> dict:
    return {
        "text": _("The merge of %(gone)s and %(kept)s was undone")
        % {"gone": row.gone.number, "kept": row.kept.number},
        "because": row.undone_because,
        "icon": "undo",
        "actor": row.undone_by.display_name,
        "url": reverse("owners:merged", args=[row.public_id]),
    }
