"""What this floor answers to a search over everything: owners and homes, with what was found marked."""

from collections import defaultdict
from functools import cache, cached_property

from django.db.models import DateField
from django.urls import reverse
from django.utils.translation import gettext as _

from crm import clock
from crm.accounts.permissions import may
from crm.reading import Among, Open, Worded, worded
from crm.text.highlights import Piece, marked, words_of
from crm.text.parts import asked_parts
from crm.web.sealed import seal
from crm.web.searching import Found, Hit, found
from owners.contracts.models import Ownership
from owners.contracts.states import Stage
from owners.days import day_of
from owners.people.masked import Seen

from .asked import Asked
from .marking import ending_marked, name_marked
from .project_names import named
from .ranking import Match, ranked_owners
from .shown_homes import ShownHome, first_homes
from .ways import Fit


def owners(request, query: str, size: int, skip: int = 0) -> Found | None:
    """The owners a query names, the best first, with the homes they hold today."""
    if not may(request.user, "owners.view"):
        return None
    matches = ranked_owners(request.user, query, size + 1, skip)
    page = _Page(request, query, matches)
    hits = [page.hit(match) for match in matches]
    return found("owners", _("Owners"), hits, size, f"{reverse('owners:list')}?sealed={seal(query)}")


class _Page:
    """What all hits of one answer share, worked out once."""

    def __init__(self, request, query: str, matches: list[Match]):
        self.request, self.asked, self.words = request, Asked(query), _place_words(query)
        # whoever looks for a name finds it again and again, at homes of the same few projects
        self.title = cache(lambda name, fit: name_marked(name, self.asked, fit))
        self.project = cache(lambda name: marked(name, self.words))
        today = day_of(clock.now())
        self.homes = homes_named([match.owner.pk for match in matches], today) if matches else {}
        self.card = reverse("owners:card", args=["NUMBER"])
        self.stages = {value: str(label) for value, label in Stage.choices}
        self.why = {
            Fit.SOUNDS: _("sounds the same"),
            Fit.TURNED: _("in another order"),
            Fit.INITIALS: _("by the initials"),
            Fit.NEAR: _("nearly so"),
        }

    @cached_property
    def seen(self) -> Seen:
        return Seen(self.request.user)

    def hit(self, match: Match) -> Hit:
        owner, lines = match.owner, [[Piece(match.owner.number)]]
        if match.fit is Fit.LAST4:
            lines.append(self._phone(owner))
        lines += [self._home(*home) for home in self.homes.get(owner.pk, [])[:3]]
        return Hit(
            title=self.title(owner.name, match.fit),
            url=self.card.replace("NUMBER", owner.number),
            number=owner.number,
            lines=lines,
            tail=self.stages[owner.stage],
            fit=self.why.get(match.fit, ""),
        )

    def _phone(self, owner) -> list[Piece]:
        return ending_marked(self.seen.of(owner, "phone") or f"…{owner.phone_last4}", self.asked.last4)

    def _home(self, number: str, project: str) -> list[Piece]:
        return [*marked(number, self.words), Piece(" "), *self.project(project)]


def homes_named(owner_ids: list[int], today) -> dict[int, list[tuple[str, str]]]:
    """The number and project of each home these owners hold today: one lean statement."""
    held = defaultdict(list)
    for owner, number, name, names in _held().rows({"owners": owner_ids, "today": today}):
        held[owner].append((number, named(names, name)))
    return held


@cache
def _held() -> Worded:
    rows = Ownership.objects.filter(Among("owner", "owners")).current(Open("today", DateField()))
    columns = ("owner_id", "home__number", "home__project__name", "home__project__names")
    return worded(rows.order_by("since", "pk").values_list(*columns))


def homes(request, query: str, size: int, skip: int = 0) -> Found | None:
    """The homes a query names."""
    if not may(request.user, "homes.view"):
        return None
    words, page = _place_words(query), reverse("owners:home", args=["NUMBER"])
    rows = first_homes(request.user, query, size + 1, skip)
    hits = [_home_hit(home, words, page) for home in rows]
    return found("homes", _("Homes"), hits, size, f"{reverse('owners:homes')}?sealed={seal(query)}")


def _home_hit(home: ShownHome, words: list[str], page: str) -> Hit:
    return Hit(
        title=marked(home.number, words),
        url=page.replace("NUMBER", home.public_number),
        number=home.public_number,
        lines=[marked(home.project, words), marked(home.address, words)],
        tail=home.status_label,
    )


def _place_words(query: str) -> list[str]:
    """What of a query can stand in an address: its whole words first, then its numbers and words apart."""
    doors, words = asked_parts(query)
    return [*words_of(query), *words, *(door for door in doors if len(door) > 1)]
