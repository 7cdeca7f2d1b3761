"""What the desk tells on an owner's timeline: what he reported, what was said and offered to him, how it ended,
and what was ordered for him.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from owners.card.entries import Entry, asked_for, strand
from service_desk.cases import selectors as cases
from service_desk.cases.drawings import HISTORY_ICONS
from service_desk.cases.terms import Verb
from service_desk.directives import selectors as directives

# The steps that he was part of, with the tone of each; what we do among ourselves is told on the page of the case.
_WITH_HIM = {
    Verb.REPLIED: "calm",
    Verb.OWNER_WROTE: "calm",
    Verb.EXPLAINED: "calm",
    Verb.OFFERED: "accent",
    Verb.OWNER_AGREED: "good",
    Verb.OWNER_REFUSED: "notice",
    Verb.VISITED: "calm",
    Verb.VISIT_ANSWERED: "calm",
    Verb.VISIT_FAILED: "notice",
}


def kinds(request) -> list[tuple[str, str]]:
    told = [("case", _("Cases"), "cases.view"), ("directive", _("Directives"), "directives.view")]
    return [(kind, word) for kind, word, verb in told if may(request.user, verb)]


def case_entries(request, owner, before, kinds, limit) -> list[Entry]:
    """Cases when they came in, what was said and offered in them, and when they were closed."""
    if not asked_for(kinds, "case") or not may(request.user, "cases.view"):
        return []
    rows, asked = cases.cases_told(request.user, owner), {"before": before, "limit": limit}
    return [
        *strand("case.received", rows, "received_at", _received, **asked),
        *strand("case.step", cases.steps_told(request.user, owner, list(_WITH_HIM)), "at", _step, **asked),
        *strand("case.closed", rows, "closed_at", _closed, **asked),
    ]


def _received(row) -> dict:
    return {
        "text": f"{row.get_kind_display()} · {row.summary}",
        "icon": "message",
        "tone": "notice" if row.is_open else "calm",
        "url": reverse("desk:case", args=[row.number]),
    }


def _step(row) -> dict:
    verb = row.get_verb_display()
    return {
        "text": f"{verb} · {row.case.summary}",  # goes on from the name of the actor
        "because": row.because,
        "icon": HISTORY_ICONS[row.verb],
        "tone": _WITH_HIM[row.verb],
        "url": reverse("desk:case", args=[row.case.number]),
        "actor": row.actor.shown_name if row.actor else "",
    }


def _closed(row) -> dict:
    return {
        "text": _("Closed: %(summary)s") % {"summary": row.summary},
        "because": row.result,
        "icon": "approve",
        "tone": "good",
        "url": reverse("desk:case", args=[row.number]),
    }


def directive_entries(request, owner, before, kinds, limit) -> list[Entry]:
    """What was ordered for him, and when it was done."""
    if not asked_for(kinds, "directive") or not may(request.user, "directives.view"):
        return []
    rows, asked = directives.directives_told(request.user, owner), {"before": before, "limit": limit}
    return [
        *strand("directive.issued", rows, "issued_at", _issued, **asked),
        *strand("directive.fulfilled", rows, "fulfilled_at", _fulfilled, **asked),
    ]


def _issued(row) -> dict:
    return {
        "text": _("Directive: %(instruction)s") % {"instruction": row.instruction},
        "because": row.reason,
        "icon": "directive",
        "tone": "accent",
    }


def _fulfilled(row) -> dict:
    return {
        "text": _("Done: %(instruction)s") % {"instruction": row.instruction},
        "because": row.result,
        "icon": "approve",
        "tone": "good",
        "actor": row.fulfilled_by.display_name if row.fulfilled_by else "",
    }
