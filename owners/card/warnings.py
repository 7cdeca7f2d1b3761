"""What whoever opens a card must know before he speaks: said at its head, never in colour alone.

A room above adds its own in the slot `owner.warnings`: a function (request, owner) → [Caution], silent where there
is nothing to warn of.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from crm.privacy import services as privacy
from crm.privacy.models import Purpose
from crm.web import slots
from owners.templatetags.owners import trade_hint


@dataclass(frozen=True)
class Caution:
    """One sentence, its sign, and where to read on."""

    text: str
    icon: str = "notice"
    tone: str = "notice"
    url: str = ""
    because: str = ""


def standing(request, owner, seen, *, now: datetime) -> list[Caution]:
    """All warnings about an owner that this user may read, the gravest rooms first."""
    above = [one for said in slots.rendered("owner.warnings", request, owner=owner) for one in said]
    return [*_no_calls(owner), *above, *_sensitive(owner, seen), *_withdrawn(owner, now)]


def _no_calls(owner) -> list[Caution]:
    if not owner.do_not_call:
        return []
    text = _("Do not call. Write by %(channel)s.") % {"channel": owner.get_preferred_channel_display()}
    if owner.preferred_channel == "phone":
        text = _("Do not call. Write instead.")
    return [Caution(text, icon="phone", tone="danger")]


def _sensitive(owner, seen) -> list[Caution]:
    if not owner.sensitive_trade or not seen["sensitive_trade"]:
        return []
    trade = owner.sensitive_trade
    return [Caution(owner.get_sensitive_trade_display(), icon="shield", because=trade_hint(trade))]


def _withdrawn(owner, now: datetime) -> list[Caution]:
    """Consents that were given once and taken back, or have run out, in one line."""
    last = privacy.consents_of(owner)
    ended = [
        str(Purpose(purpose).label)
        for purpose, said in last.items()
        if said is not None and (not said.given or (said.until and said.until <= now))
    ]
    if not ended:
        return []
    return [Caution(_("No consent any more: %(purposes)s") % {"purposes": ", ".join(ended)}, icon="lock")]
