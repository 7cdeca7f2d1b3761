"""What the journal tells on an owner's timeline."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.accounts.permissions import may
from owners.card.entries import Entry, asked_for, strand

from . import selectors
from .states import CallOutcome, EntryKind

_ICONS = {EntryKind.NOTE: "note", EntryKind.CALL: "phone", EntryKind.TASK: "action"}
_UNREACHED = {CallOutcome.NO_ANSWER, CallOutcome.WRONG_NUMBER}


def kinds(request) -> list[tuple[str, str]]:
    if not may(request.user, "journal.view"):
        return []
    return [("note", _("Notes")), ("call", _("Calls")), ("task", _("Tasks"))]


def entries(request, owner, before, kinds, limit) -> list[Entry]:
    """Notes, calls and tasks by when they happened; a strand for each kind that is asked for."""
    if not may(request.user, "journal.view"):
        return []
    rows, found = selectors.journal_of(request.user, owner), []
    for kind in EntryKind:
        if asked_for(kinds, kind.value):
            found += strand(kind.value, rows.filter(kind=kind), "at", tell, before=before, limit=limit)
    return found


def tell(row) -> dict:
    """One entry in words."""
    if row.kind == EntryKind.CALL:
        return {"text": call_in_words(row), "because": row.text, "tone": _call_tone(row)} | _who(row)
    if row.kind == EntryKind.TASK:
        done = _("Task done: %(text)s") if row.done_at else _("Task: %(text)s")
        return {"text": done % {"text": row.text}, "tone": "good" if row.done_at else "accent"} | _who(row)
    return {"text": _("Note"), "because": row.text, "tone": "calm"} | _who(row)


def call_in_words(row) -> str:
    """Direction, outcome and length: We called · Spoke with the owner · 7 minutes."""
    length = ngettext("%(count)d minute", "%(count)d minutes", row.minutes) if row.minutes else ""
    parts = (
        row.get_direction_display(),
        row.get_outcome_display(),
        length and length % {"count": row.minutes},
    )
    return " · ".join(filter(None, parts))


def _call_tone(row) -> str:
    return "notice" if row.outcome in _UNREACHED else "calm"


def _who(row) -> dict:
    return {"icon": _ICONS[row.kind], "actor": row.author.display_name}
