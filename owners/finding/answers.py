"""What this floor answers to a search over everything: owners and homes, with what was found marked."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from crm import clock
from crm.accounts.permissions import may
from crm.text.highlights import Piece, marked, words_of
from crm.text.parts import asked_parts
from crm.web.sealed import seal
from crm.web.searching import Found, Hit, found
from owners.contracts.selectors import homes_of
from owners.days import day_of
from owners.people.masked import Seen

from .asked import Asked
from .homes import find_homes
from .marking import ending_marked, name_marked
from .owners import Fit, Match, ranked_owners


def owners(request, query: str, size: int, skip: int = 0) -> Found | None:
    """The owners a query names, the best first; three statements however many there are."""
    if not may(request.user, "owners.view"):
        return None
    asked = Asked(query)
    matches = ranked_owners(request.user, query, size + 1, skip)
    held = homes_of([match.owner.pk for match in matches], day_of(clock.now())) if matches else {}
    seen = Seen(request.user)
    hits = [_owner_hit(match, asked, held.get(match.owner.pk, []), seen) for match in matches]
    return found("owners", _("Owners"), hits, size, f"{reverse('owners:list')}?sealed={seal(query)}")


def _owner_hit(match: Match, asked: Asked, ownerships: list, seen: Seen) -> Hit:
    owner = match.owner
    lines = [[Piece(owner.number)]]
    if match.fit is Fit.LAST4:
        lines.append(ending_marked(seen.of(owner, "phone") or f"…{owner.phone_last4}", asked.last4))
    lines += [_home_line(held.home, asked.query) for held in ownerships[:3]]
    return Hit(
        title=name_marked(owner.name, asked, match.fit),
        url=reverse("owners:card", args=[owner.number]),
        number=owner.number,
        lines=lines,
        tail=str(owner.get_stage_display()),
        fit=_why(match.fit),
    )


def _why(fit: Fit) -> str:
    """Why somebody is shown whose name is not what was typed."""
    said = {
        Fit.SOUNDS: _("sounds the same"),
        Fit.TURNED: _("in another order"),
        Fit.INITIALS: _("by the initials"),
        Fit.NEAR: _("nearly so"),
    }
    return said.get(fit, "")


def homes(request, query: str, size: int, skip: int = 0) -> Found | None:
    """The homes a query names; two statements."""
    if not may(request.user, "homes.view"):
        return None
    rows = find_homes(request.user, query).select_related("project").order_by(F("id").desc())
    hits = [_home_hit(home, query) for home in rows[skip : skip + size + 1]]
    return found("homes", _("Homes"), hits, size, f"{reverse('owners:homes')}?sealed={seal(query)}")


def _home_hit(home, query: str) -> Hit:
    words = _place_words(query)
    return Hit(
        title=marked(home.number, words),
        url=reverse("owners:home", args=[home.public_number]),
        number=home.public_number,
        lines=[marked(home.project.label, words), marked(home.address, words)],
        tail=str(home.get_status_display()),
    )


def _home_line(home, query: str) -> list[Piece]:
    words = _place_words(query)
    return [*marked(home.number, words), Piece(" "), *marked(home.project.label, words)]


def _place_words(query: str) -> list[str]:
    """What of a query can stand in an address: its whole words first, then its numbers and words apart."""
    doors, words = asked_parts(query)
    return [*words_of(query), *words, *(door for door in doors if len(door) > 1)]
