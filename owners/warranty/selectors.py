"""Reads of warranty parts: what of a home is warranted until when. Two queries whatever the number of parts."""

from dataclasses import dataclass
from datetime import date

from . import rules
from .models import WarrantyPart, WarrantyTerm
from .states import Standing


@dataclass(frozen=True)
class Warranty:
    """A part of a home with its last day and how it stands; before the handover neither is known."""

    part: WarrantyPart
    length: int
    until: date | None
    standing: Standing | None


def parts() -> list[WarrantyPart]:
    """All parts in their order."""
    return list(WarrantyPart.objects.order_by("position", "code"))


def lengths_in(project) -> dict[int, int]:
    """What a project grants besides the house's lengths, by part."""
    return dict(WarrantyTerm.objects.filter(project=project).values_list("part_id", "length"))


def terms_of(part: WarrantyPart) -> list[WarrantyTerm]:
    return list(part.terms.select_related("project__city").order_by("project__code"))


def warranty_of(home, today: date) -> list[Warranty]:
    """Each part of a home: out, about to end, in."""
    granted = lengths_in(home.project)
    return [_standing(part, granted.get(part.pk, part.length), home.handover_on, today) for part in parts()]


def _standing(part: WarrantyPart, length: int, handover_on: date | None, today: date) -> Warranty:
    if handover_on is None:
        return Warranty(part, length, None, None)
    until = rules.warranty_until(part.measure, length, handover_on)
    return Warranty(part, length, until, rules.standing_on(until, today))
