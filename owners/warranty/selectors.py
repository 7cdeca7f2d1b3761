"""Reads of warranty parts: what of a home is warranted until when. Three queries whatever the number of parts."""

from dataclasses import dataclass
from datetime import date

from crm.reading import Kept, Open

from . import rules
from .models import WarrantyExtension, WarrantyPart, WarrantyTerm
from .standard import STANDARD_PARTS
from .states import Standing


@dataclass(frozen=True)
class Warranty:
    """A part of a home with its last day and how it stands; before the handover neither is known.

    `by_project` says that the project grants this length beyond the house's; `extended_by` names the paper by which
    the last day was promised to be later still, "" where none was.
    """

    part: WarrantyPart
    length: int
    until: date | None
    standing: Standing | None
    by_project: bool = False
    extended_by: str = ""


def parts(country: str = "") -> list[WarrantyPart]:
    """All parts in their order, or those of one country."""
    return _PARTS_OF.rows(country=country) if country else _PARTS.rows()


_PARTS = Kept(lambda: WarrantyPart.objects.order_by("country", "position", "code"))
_PARTS_OF = Kept(
    lambda: WarrantyPart.objects.filter(country=Open("country")).order_by("country", "position", "code")
)


def standard_missing() -> int:
    """How many of the parts that the law names are not here yet."""
    known = {part.code for part in parts()}
    return sum(part["code"] not in known for part in STANDARD_PARTS)


def lengths_in(project) -> dict[int, int]:
    """What a project grants besides the house's lengths, by part."""
    return {row.part_id: row.length for row in _TERMS.rows(project=project.pk)}


_TERMS = Kept(lambda: WarrantyTerm.objects.filter(project=Open("project")))


def terms_of(part: WarrantyPart) -> list[WarrantyTerm]:
    return list(part.terms.select_related("project__city").order_by("project__code"))


def warranty_of(home, today: date) -> list[Warranty]:
    """Each part of a home, by the law of its country: out, about to end, in."""
    granted, extended = lengths_in(home.project), _extensions(home)
    return [
        _standing(part, granted.get(part.pk), extended.get(part.pk), home.handover_on, today)
        for part in parts(home.project.city.country)
    ]


def _extensions(home) -> dict[int, WarrantyExtension]:
    """By part, the extension that reaches furthest."""
    return {row.part_id: row for row in _EXTENSIONS.rows(home=home.pk)}


_EXTENSIONS = Kept(lambda: WarrantyExtension.objects.filter(home=Open("home")).order_by("until", "pk"))


def _standing(part, by_project: int | None, extension, handover_on: date | None, today: date) -> Warranty:
    length = part.length if by_project is None else by_project
    beyond = by_project is not None
    until = rules.warranty_until(part.measure, length, handover_on) if handover_on else None
    paper = ""
    if extension is not None and (until is None or extension.until > until):
        until, paper = extension.until, extension.source
    standing = rules.standing_on(until, today) if until else None
    return Warranty(part, length, until, standing, beyond, paper)


def guessed_part(said: str, country: str) -> WarrantyPart | None:
    """The part of that country that these words seem to be about."""
    known = parts(country)
    code = rules.guess(said, ((part.code, part.words) for part in known))
    return next((part for part in known if part.code == code), None)
