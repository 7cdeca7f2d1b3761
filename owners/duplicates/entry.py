"""Is somebody here already who is about to be added? Asked while he is written down, and once more on saving."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm.errors import Refused
from owners.contracts.models import Ownership
from owners.people import profile
from owners.people.masked import Seen
from owners.people.models import Owner
from owners.people.rules import name_key, name_sounds

from . import rules, wording
from .facts import facts_of, facts_said
from .models import Merge
from .rules import Facts, Likeness

SHOWN = 5
LOOKED_AT = 40  # of one way, so that a common name costs no more than a rare one
CERTAIN = {"same_identity", "same_phone"}


@dataclass(frozen=True)
class Match:
    """Somebody who is here and looks like the one who is written down."""

    owner: Owner
    likeness: Likeness

    @property
    def certain(self) -> bool:
        """Whether the two cannot stand side by side: the database lets nobody have another's telephone."""
        return any(code in CERTAIN for code, _points in self.likeness.reasons)

    @property
    def reasons(self) -> list[dict]:
        return wording.reasons(self.likeness.reasons)

    @property
    def sure(self) -> str:
        return wording.sure(100 if self.certain else self.likeness.points)

    @property
    def tone(self) -> str:
        return wording.tone(100 if self.certain else self.likeness.points)


def alike(user, said: dict, *, home=None, but: Owner | None = None) -> list[Match]:
    """Who of those the user sees looks like this, the surest first; `said` is what was typed, as people write it."""
    plain = profile.read({name: value for name, value in said.items() if name in profile.PROFILE_FIELDS})
    told = facts_said(plain, home)
    seen = Owner.objects.visible_to(user)
    keys = {key for way in _ways(seen, told, plain, home) for key in way[:LOOKED_AT]}
    keys -= {but.pk} if but else set()
    known = facts_of(keys)
    former = _former_phones(keys)
    found = []
    for key, facts in known.items():
        likeness = rules.compare(told, _with_former(facts, former.get(key)))
        if likeness.raised or CERTAIN & {code for code, _points in likeness.reasons}:
            found.append((key, likeness))
    found.sort(key=lambda row: (not CERTAIN & {code for code, _p in row[1].reasons}, -row[1].points, row[0]))
    return _matches(found[:SHOWN])


def _ways(seen: QuerySet, told: Facts, plain: dict, home) -> list:
    """The keys of whom to look at, each way by its index."""
    seen = seen.order_by("-pk")
    ways = []
    if told.phone:
        had = Merge.objects.standing().filter(phone_index=told.phone).values("kept")
        ways += [seen.filter(phone_index=told.phone), seen.filter(pk__in=had)]
    if told.identity:
        ways.append(seen.filter(identity_index=told.identity))
    if told.email:
        ways.append(seen.filter(email_index=told.email))
    if home:
        ways.append(seen.filter(pk__in=Ownership.objects.filter(home=home).values("owner")))
    if told.name:
        ways += [seen.filter(name_key=name_key(plain["name"])), *_by_sound(seen, told, plain)]
    return [way.values_list("pk", flat=True) for way in ways]


def _by_sound(seen: QuerySet, told: Facts, plain: dict) -> list:
    """Names that sound so, either way round, where there is something else to compare."""
    if not (told.birth_date or told.last4):
        return []
    sounds = name_sounds(plain["name"])
    turned = {"".join(sounds[at:] + sounds[:at]) for at in range(len(sounds))}
    rows = seen.filter(name_sound__in=sorted(turned))
    ways = []
    if told.birth_date:
        ways.append(rows.filter(birth_date=told.birth_date))
    if told.last4:
        ways.append(rows.filter(phone_last4=told.last4))
    return ways


def _former_phones(keys: set[int]) -> dict[int, frozenset]:
    found: dict[int, set] = {}
    rows = Merge.objects.standing().filter(kept__in=keys, phone_index__isnull=False)
    for kept, index in rows.values_list("kept", "phone_index"):
        found.setdefault(kept, set()).add(bytes(index))
    return {key: frozenset(phones) for key, phones in found.items()}


def _with_former(facts: Facts, former: frozenset | None) -> Facts:
    return facts if former is None else Facts(**{**vars(facts), "former_phones": former})


def _matches(found: list[tuple[int, Likeness]]) -> list[Match]:
    owners = Owner.objects.in_bulk([key for key, _likeness in found])
    return [Match(owners[key], likeness) for key, likeness in found]


def refuse_alike(user, said: dict, *, home=None, despite: bool = False) -> None:
    """Raise before somebody is added a second time; `despite` says that a person has looked and knows better.

    The same telephone or identity number is `duplicate_owner` whatever anybody says; anything else that speaks
    for one person is `possible_duplicate`. Both name whom the user may see, masked, with how sure it is.
    """
    found = alike(user, said, home=home)
    certain = next((match for match in found if match.certain), None)
    if certain:
        field = "phone" if "same_phone" in dict(certain.likeness.reasons) else "identity"
        sentence = {
            "phone": _("An owner with this phone number is already here."),
            "identity": _("An owner with this identity number is already here."),
        }[field]
        raise Refused(
            sentence, code="duplicate_owner", fields={field: sentence},
            existing=certain.owner.number, matches=shapes(user, found),
        )  # fmt: skip
    if found and not despite:
        sentence = _("Somebody is here who may be the same. Look first; say so if it is somebody else.")
        raise Refused(sentence, code="possible_duplicate", matches=shapes(user, found))


def shapes(user, found: list[Match]) -> list[dict]:
    """The matches as the API tells them: masked, with the reasons in words."""
    seen = Seen(user)
    return [
        {
            "number": match.owner.number,
            "name": match.owner.name,
            "phone": seen.of(match.owner, "phone"),
            "points": match.likeness.points,
            "confidence": wording.confidence(100 if match.certain else match.likeness.points),
            "confidence_label": match.sure,
            "reasons": match.reasons,
        }
        for match in found
    ]
