"""The one timeline of an owner: what this floor knows, and what the floors above add.

A room fills the slot `owner.timeline` with a function (request, owner) that returns a list of entries,
dicts of `at` (aware datetime or date), `text`, and where they help `icon`, `tone`, `actor`, `because`,
`url`, `kind`. Entries of all rooms are put in one order, newest first.
"""

from datetime import UTC, date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from crm.web import slots
from crm.web.formats import money_text

LONGEST = 60
_ICONS = {"reservation": "note", "subscription": "note", "contract": "approve", "resale": "transfer"}


def entries(request, card) -> list[dict]:
    """The newest entries of all rooms, at most LONGEST."""
    found = [*_purchases(card), *_ownerships(request.user, card), *_visits(card), _known(card)]
    for filling in slots.fillings("owner.timeline"):
        said = filling(request, owner=card.owner)
        if isinstance(said, list | tuple):
            found += said
    return sorted(found, key=_moment, reverse=True)[:LONGEST]


def _moment(entry: dict) -> datetime:
    at = entry["at"]
    if isinstance(at, datetime):
        return at
    return datetime.combine(at, time.max, UTC) if isinstance(at, date) else datetime.min.replace(tzinfo=UTC)


def _purchases(card):
    for row in card.purchases:
        text = f"{row.get_kind_display()} · {row.home.number if row.home else row.project.label}"
        yield {
            "at": row.signed_on,
            "text": f"{text} · {money_text(row.amount, row.currency)}",
            "icon": _ICONS[row.kind],
            "tone": "accent",
            "kind": "purchase",
        }
        if row.cancelled_on:
            yield {
                "at": row.cancelled_on,
                "text": _("%(number)s cancelled") % {"number": row.number},
                "because": row.cancelled_because,
                "icon": "undo",
                "kind": "purchase",
            }


def _ownerships(user, card):
    for row in card.ownerships:
        home = row.home
        may_open = may(user, "homes.view", project=home.project)
        url = reverse("owners:home", args=[home.public_number]) if may_open else ""
        if (
            home.handover_on
            and home.handover_on >= row.since
            and (not row.until or home.handover_on < row.until)
        ):
            text = _("%(home)s handed over") % {"home": home.number}
            yield {
                "at": home.handover_on,
                "text": text,
                "icon": "key",
                "tone": "good",
                "kind": "home",
                "url": url,
            }
        if row.until:
            text = _("No longer owns %(home)s") % {"home": home.number}
            yield {"at": row.until, "text": text, "icon": "transfer", "kind": "home", "url": url}


def _visits(card):
    for row in card.visits:
        text = _("Visited the showroom of %(project)s") % {"project": row.project.label}
        yield {"at": row.on, "text": text, "because": row.remark, "icon": "visit", "kind": "visit"}


def _known(card):
    text = _("First known to us")
    return {"at": card.owner.known_since, "text": text, "icon": "person", "kind": "profile"}
