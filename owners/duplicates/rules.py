"""How alike two owners are, in points with reasons. Pure: no ORM, no clock.

Each reason speaks for or against and is worth a fixed number of points; the sum, held between 0 and 100, says
how sure it is. Nothing here decides: it orders what people look at, and tells them why.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

POINTS = {
    # what one person alone has
    "same_identity": 100,
    "same_phone": 60,
    "former_phone": 50,
    "same_email": 40,
    "company_email": 25,
    # names
    "same_name": 30,
    "same_company": 30,
    "swapped_name": 28,
    "same_sound": 22,
    "latin_sound": 22,
    "near_name": 15,
    "one_character": 10,
    # circumstances
    "same_home": 35,
    "same_household": 15,
    "same_building": 12,
    "same_birth_date": 25,
    "same_last4": 18,
    # against
    "other_name": -40,
    "other_birth_date": -35,
    "other_identity": -50,
    "other_gender": -15,
    "other_kind": -30,
}
RAISED = 40  # from here on somebody is asked
LIKELY = 60
SURE = 80

SUFFIXES = (
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "集团",
    "公司",
    "limited liability company",
    "company limited",
    "limited",
    "company",
    "corporation",
    "osakeyhtio",
    "osakeyhtiö",
    "ltd",
    "inc",
    "llc",
    "gmbh",
    "oyj",
    "oy",
    "ab",
    "co",
)
_HAN_SUFFIX = re.compile(rf"(?:{'|'.join(s for s in SUFFIXES if ord(s[0]) > 0x3400)})+$")
_LATIN_SUFFIX = re.compile(rf"\b(?:{'|'.join(s for s in SUFFIXES if ord(s[0]) < 0x3400)})\b")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BRACKETS = re.compile(r"[()（）,，.。&·'’-]")


@dataclass(frozen=True)
class Facts:
    """What is compared of one owner; what is empty is not known. `name` is in its normal form, one script."""

    kind: str = "person"
    name: str = ""
    sounds: tuple[str, ...] = ()
    phone: bytes | None = None
    former_phones: frozenset[bytes] = frozenset()
    last4: str = ""
    email: bytes | None = None
    identity: bytes | None = None
    identity_kind: str = ""
    birth_date: date | None = None
    gender: str = ""
    household: int | None = None
    homes: frozenset[int] = frozenset()
    buildings: frozenset[int] = frozenset()

    def told(self) -> tuple:
        """What a decision about him rests on, in one order."""
        sets = (sorted(self.former_phones), sorted(self.homes), sorted(self.buildings))
        return (
            self.kind, self.name, self.phone, self.email, self.identity, self.birth_date, self.gender,
            self.household, *sets,
        )  # fmt: skip


@dataclass(frozen=True)
class Likeness:
    """The sum, and what it is made of, the heaviest first."""

    points: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def raised(self) -> bool:
        return self.points >= RAISED


def compare(one: Facts, other: Facts) -> Likeness:
    """How alike two owners are, whichever comes first."""
    named = name_likeness(one, other)
    codes = [*_alone(one, other), named, *_circumstances(one, other, named), *_against(one, other)]
    found = [(code, POINTS[code]) for code in codes if code]
    found.sort(key=lambda reason: -abs(reason[1]))
    total = sum(points for _code, points in found)
    return Likeness(max(0, min(100, total)), tuple(found))


def fingerprint(one: Facts, other: Facts) -> str:
    """The same for the same facts: what was decided on it is not asked again."""
    both = repr(sorted((repr(one.told()), repr(other.told()))))
    return hashlib.sha256(both.encode()).hexdigest()[:32]


def _alone(one: Facts, other: Facts):
    if one.identity and one.identity == other.identity:
        yield "same_identity"
    if one.phone and one.phone == other.phone:
        yield "same_phone"
    elif (one.phone and one.phone in other.former_phones) or (
        other.phone and other.phone in one.former_phones
    ):
        yield "former_phone"
    if one.email and one.email == other.email:
        yield "company_email" if "company" in (one.kind, other.kind) else "same_email"


def _circumstances(one: Facts, other: Facts, named: str):
    alike = named not in ("", "other_name")
    if one.homes & other.homes:
        yield "same_home"
    elif one.buildings & other.buildings and alike:
        yield "same_building"
    if one.household and one.household == other.household and alike:
        yield "same_household"
    if one.birth_date and one.birth_date == other.birth_date:
        yield "same_birth_date"
    if one.last4 and one.last4 == other.last4 and one.phone != other.phone and alike:
        yield "same_last4"


def _against(one: Facts, other: Facts):
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        yield "other_birth_date"
    both_known = one.identity and other.identity and one.identity_kind == other.identity_kind
    if both_known and one.identity != other.identity:
        yield "other_identity"
    if {one.gender, other.gender} == {"female", "male"}:
        yield "other_gender"
    if one.kind != other.kind and "company" in (one.kind, other.kind):
        yield "other_kind"


def name_likeness(one: Facts, other: Facts) -> str:
    """The one reason that the two names give; empty where a name is not known."""
    if not one.name or not other.name:
        return ""
    if one.name == other.name:
        return "same_name"
    core = company_core(one.name) if "company" in (one.kind, other.kind) else ""
    if core and core == company_core(other.name):
        return "same_company"
    han = bool(_HAN.search(one.name)), bool(_HAN.search(other.name))
    if all(han):
        return _han_likeness(one, other)
    if any(han):
        return "latin_sound" if _same_letters(one.sounds, other.sounds) else "other_name"
    return _latin_likeness(one.name, other.name)


def _han_likeness(one: Facts, other: Facts) -> str:
    if one.sounds == other.sounds:
        return "same_sound"
    if abs(len(one.name) - len(other.name)) > 1 or max(len(one.name), len(other.name)) < 3:
        near = len(one.sounds) == len(other.sounds) and _near_sounds(one.sounds, other.sounds)
        return "near_name" if near else "other_name"
    if not within_one(one.name, other.name):
        return "other_name"
    if len(one.name) != len(other.name) or _near_sounds(one.sounds, other.sounds):
        return "near_name"
    return "one_character"


def _near_sounds(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """All syllables alike but one, and that one a slip of the ear: ying and yin, zhang and zang."""
    differing = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
    return len(differing) == 1 and len(differing[0][0]) > 1 and within_one(*differing[0])


def _same_letters(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """张伟 and Zhang Wei, Wei Zhang or ZhangWei; 欧阳娜 and Ouyang Na."""
    a, b = "".join(ours), "".join(theirs)
    return (
        a == b or "".join(sorted(ours)) == "".join(sorted(theirs)) or _turned(ours, b) or _turned(theirs, a)
    )


def _turned(sounds: tuple[str, ...], letters: str) -> bool:
    """Family name last: 欧阳娜 as Na Ouyang."""
    return any("".join(sounds[at:] + sounds[:at]) == letters for at in range(1, len(sounds)))


def _latin_likeness(one: str, other: str) -> str:
    ours, theirs = latin_words(one), latin_words(other)
    if ours == theirs:
        return "same_name"
    if sorted(ours) == sorted(theirs):
        return "swapped_name"
    if within_one(" ".join(sorted(ours)), " ".join(sorted(theirs))) and len(one) > 5:
        return "near_name"
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) > 1 and set(shorter) < set(longer):
        return "near_name"  # a second given name that one of the two leaves out
    return "other_name"


def latin_words(name: str) -> list[str]:
    """The words of a name without points, commas and hyphens: Virtanen, Anna-Liisa → virtanen anna liisa."""
    return _BRACKETS.sub(" ", name).split()


def company_core(name: str) -> str:
    """A company's name without its legal form and brackets."""
    plain = _LATIN_SUFFIX.sub(" ", _BRACKETS.sub(" ", name))
    return _HAN_SUFFIX.sub("", "".join(plain.split()))


def within_one(one: str, other: str) -> bool:
    """At most one sign added, left out, exchanged, or two neighbours turned round."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    turned = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or turned
