"""Everything the house holds of one person, told along the list of ties, and nothing of anybody else.

A row is told by its own columns. What points at him is left out, for it says only "yours"; what points at somebody
who works here or at another owner is left out, for that person's name is not his; homes and projects are named.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePosixPath

from django.db import models
from django.db.models import DateTimeField
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.privacy.classification import personal_fields
from owners.homes.models import Home
from owners.people.models import Household, Owner
from owners.ties import all_ties
from owners.visible import NAMES

from .person import Person
from .words import column_name

INTERNAL = {
    "version",
    "search_text",
    "name_key",
    "token_hash",
    "lease_token",
    "lease_until",
    "merged_into",
    "completeness",
}
MACHINERY = ("_index", "_key", "_fingerprint")


@dataclass
class Table:
    """One table's rows: how it is called, and each row by column."""

    model: str
    title: str
    names: dict[str, str]
    rows: list[dict] = field(default_factory=list)


def told(person: Person) -> Iterator[Table]:
    """The person himself first, then every table in which there is something of his."""
    yield _himself(person)
    for (model, title), ties in _by_table().items():
        table = Table(model, str(title), _names(ties[0].table))
        seen = set()
        for tie in ties:
            for owner in person.owners:
                for row in _rows(tie, owner):
                    if row.pk not in seen:
                        seen.add(row.pk)
                        table.rows.append(_row(row))
        if table.rows:
            yield table


def files(person: Person) -> Iterator[tuple[str, bytes]]:
    """The files behind his rows, one after the other, each under a name of its own."""
    for tie in all_ties():
        for owner in person.owners if tie.file else ():
            for row in tie.rows(owner).order_by("pk").iterator(chunk_size=50):
                if said := tie.file(row):
                    name, content = said
                    yield f"{row.pk}-{PurePosixPath(name).name}", content


def _by_table() -> dict:
    found: dict = {}
    for tie in all_ties():
        if tie.told:
            found.setdefault((tie.model, str(tie.words or tie.table._meta.verbose_name)), []).append(tie)
    return found


def _rows(tie, owner):
    related = [one.name for one in tie.table._meta.concrete_fields if one.is_relation and _is_a_place(one)]
    return tie.rows(owner).select_related(*related).order_by("pk").distinct().iterator(chunk_size=500)


def _is_a_place(one) -> bool:
    """Homes and projects are named; whoever works here, and every other row, is not."""
    return one.related_model is Home or one.related_model._meta.label in (
        "organisation.Project",
        "organisation.Department",
    )


def _himself(person: Person) -> Table:
    names = _names(Owner) | {
        f"{name}": str(NAMES[f"owners.owner.{name}"])
        for name in personal_fields(Owner)
        if f"owners.owner.{name}" in NAMES
    }
    table = Table("owners.Owner", _("You"), names)
    for owner in person.owners:
        row = _row(owner)
        if owner.household_id:
            row["household"] = Household.objects.get(pk=owner.household_id).label
        table.rows.append(row)
    return table


def _names(model) -> dict[str, str]:
    return {one.name: column_name(one.name) for one in model._meta.concrete_fields}


def _row(row) -> dict:
    columns = [one for one in row._meta.concrete_fields if _is_told(one)]
    return {one.name: value for one in columns if (value := _value(row, one)) not in (None, "", [], {})}


def _is_told(one) -> bool:
    if one.primary_key or one.name in INTERNAL or one.name.endswith(MACHINERY):
        return False
    if one.is_relation:
        return _is_a_place(one)
    return not isinstance(one, models.BinaryField) or hasattr(one, "context")


def _value(row, one):
    value = getattr(row, one.name)
    if value is None:
        return None
    if one.is_relation:
        return getattr(value, "label", None) or str(value)
    if one.choices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(one, DateTimeField):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return _plain(value)


def _plain(value):
    if isinstance(value, bool | int | str | list | dict):
        return value
    if isinstance(value, Decimal):
        return str(value.normalize())
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
