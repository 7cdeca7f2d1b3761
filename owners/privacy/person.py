"""Who a person is in the tables: his own row, those merged into it, and the values by which he can be known."""

import re
from dataclasses import dataclass

from owners.people.models import Owner

SHORTEST = 6  # a value that is shorter than this might be anything
KNOWN_BY = ("phone", "email", "identity", "postal_address")


@dataclass(frozen=True)
class Person:
    """One person: the rows that are he, and the values that name nobody else."""

    owners: list[Owner]
    names: frozenset[str]
    values: frozenset[str]

    @property
    def owner(self) -> Owner:
        return self.owners[0]

    @property
    def numbers(self) -> set[str]:
        return {owner.number for owner in self.owners}

    def is_named_in(self, text: str) -> bool:
        """Whether a text holds one of his values or numbers."""
        return any(value in text for value in (*self.values, *self.numbers))

    def is_row(self, cells: list[str]) -> bool:
        """Whether a row of a file is his: by a value of his, or by his name where nothing else says whose it is."""
        text = "\n".join(cells)
        if self.is_named_in(text):
            return True
        others = re.search(r"\d{7,}|@", text)
        return not others and any(cell.strip() in self.names for cell in cells)


def of(owner: Owner, *, lock: bool = False) -> Person:
    """This owner with all that were merged into him, locked if asked for."""
    found, fresh = {}, [owner.pk]
    rows = Owner.objects.select_for_update() if lock else Owner.objects
    while fresh:
        found |= {row.pk: row for row in rows.filter(pk__in=fresh).order_by("pk")}
        fresh = list(
            Owner.objects.filter(merged_into__in=fresh).exclude(pk__in=found).values_list("pk", flat=True)
        )
    owners = sorted(found.values(), key=lambda row: row.pk != owner.pk)
    return Person(owners, frozenset(row.name for row in owners if row.name), frozenset(_values(owners)))


def _values(owners) -> set[str]:
    values = {getattr(row, field) or "" for row in owners for field in KNOWN_BY}
    values |= {spelling for row in owners for spelling in _spellings(row.phone or "")}
    return {value for value in values if len(value) >= SHORTEST}


def _spellings(phone: str) -> list[str]:
    """A telephone number as people write it in a sentence."""
    local = phone.removeprefix("+")
    if not re.fullmatch(r"1[3-9]\d{9}", local):
        return [phone, local]
    groups = (local[:3], local[3:7], local[7:])
    return [phone, " ".join(groups), "-".join(groups), f"{local[:3]} {local[3:6]} {local[6:]}"]
