"""Everything that hangs on a case, told table by table, whoever keeps it.

The tables are found by their keys: whatever points at a case, or at something that does, is told. So a room that is
added later stands in the dossier without anybody remembering it; what must not stand there is named here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.apps import apps
from django.db import models
from django.utils import timezone

from crm.accounts.models import User
from crm.privacy import masking
from crm.privacy.fields import EncryptedText
from crm.privacy.scrub import scrubbed
from owners.people.models import Owner
from owners.ties import all_ties
from service_desk.cases.models import Case

from . import outside

# Not part of the story, each with the reason; the build fails where a table that hangs on a case is in no list.
LEFT_OUT = {
    "AttachmentPart": "the bytes of the files, which lie in the archive as files",
    "BulkItem": "who was in a selection of the list, not what happened to the case",
    "Dossier": "the dossiers themselves",
    "DossierPart": "the bytes of other dossiers",
    "Draft": "half written and somebody's own",
    "OwnerLink": "a key that opens the owner's page",
    "Presence": "who has the page open at this moment",
    "RawMailPart": "a mail as it came in bytes; its words are told",
}
NOT_ITS_OWN = {"suggested"}  # a key that only says what something might belong to
MACHINERY = ("_index", "_key", "_fingerprint", "_hash", "_token")
SILENT = {"search_text", "version", "merged_into", "content", "token", "secret"}
NAMES = ("number", "label", "code", "display_name", "name", "public_id")


@dataclass
class Table:
    """One table's rows about the case; `keys` are their ids, by which the audit finds them."""

    model: str
    title: str
    rows: list[dict] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def paths_to_case() -> list[tuple[type[models.Model], str]]:
    """(model, path to the case) of every table that hangs on a case, or on one that does, however far below."""
    ours = _ours()
    found = [(model, name) for model in ours for name in _keys_to(model, Case)]
    level = found
    while level:
        near = {model for model, _path in found}
        level = [
            (model, f"{name}__{path}")
            for model in ours
            if model not in near
            for target, path in dict(level).items()
            for name in _keys_to(model, target)
        ]
        found = [*found, *level]
    return sorted(found, key=lambda pair: (pair[0]._meta.label, pair[1]))


def _ours() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and model is not Case
        if model.__name__ not in LEFT_OUT and model is not Owner
    ]


def _keys_to(model, target) -> list[str]:
    return [
        one.name
        for one in model._meta.concrete_fields
        if one.is_relation and one.related_model is target and one.name not in NOT_ITS_OWN
    ]


@dataclass(frozen=True)
class Telling:
    """How values are told: to whom everything is open, or to an outsider."""

    masked: bool
    hidden: tuple[tuple[str, str], ...] = ()

    def text(self, value: str) -> str:
        if not self.masked:
            return value
        for whole, instead in self.hidden:
            value = value.replace(whole, instead)
        return scrubbed(value)

    def person(self, value: str) -> str:
        return masking.name(value) if self.masked else value


def telling_for(case: Case, *, masked: bool) -> Telling:
    """For an outsider the owner's name, telephone and address of mail are blotted out wherever they were written."""
    owner = case.owner
    if not masked or owner is None:
        return Telling(masked)
    hidden = [(owner.name, masking.name(owner.name))]
    hidden += [(value, kind(value)) for value, kind in _ways_to(owner) if value]
    return Telling(True, tuple(sorted(hidden, key=lambda pair: -len(pair[0]))))


def _ways_to(owner) -> list[tuple[str, Callable[[str], str]]]:
    return [(owner.phone or "", masking.phone), (owner.email or "", masking.email)]


def gathered(case: Case, *, masked: bool) -> Iterator[Table]:
    """The case itself first, then every table in which something is about it."""
    telling = telling_for(case, masked=masked)
    titles = {tie.model: str(tie.words) for tie in all_ties() if tie.words}
    yield Table(Case._meta.label, titles.get(Case._meta.label, ""), [_row(case, telling)], [str(case.pk)])
    told: dict[type, Table] = {}
    for model, path in paths_to_case():
        if masked and model.__name__ not in outside.TABLES:
            continue
        rows = model._base_manager.filter(**{path: case}).order_by("pk")
        if masked:
            rows = rows.filter(**outside.ROWS.get(model.__name__, {}))
        table = told.setdefault(model, _empty(model, titles))
        for row in rows:
            if str(row.pk) not in table.keys:
                table.keys.append(str(row.pk))
                table.rows.append(_row(row, telling))
    yield from (table for table in told.values() if table.rows)


def _empty(model, titles: dict[str, str]) -> Table:
    label = model._meta.label
    return Table(label, titles.get(label) or str(model._meta.verbose_name).capitalize())


def _row(row, telling: Telling) -> dict:
    told = {}
    for one in row._meta.concrete_fields:
        if _is_told(one) and (not telling.masked or outside.is_told(one.name)):
            value = _value(row, one, telling)
            if value not in (None, "", [], {}):
                told[one.name] = value
    return told


def _is_told(one) -> bool:
    if one.primary_key or one.name in SILENT or one.name.endswith(MACHINERY):
        return False
    return not isinstance(one, models.BinaryField | EncryptedText)


def _value(row, one, telling: Telling):
    value = getattr(row, one.name)
    if value is None:
        return None
    if isinstance(value, User):
        return telling.person(value.display_name)
    if isinstance(value, Owner):
        return f"{value.number} {telling.person(value.name)}"
    if one.is_relation:
        return next((str(said) for name in NAMES if (said := getattr(value, name, None))), str(value.pk))
    if one.choices:
        return str(dict(one.flatchoices).get(value, value))
    return _plain(value, telling)


def _plain(value, telling: Telling):
    if isinstance(value, str):
        return telling.text(value)
    if isinstance(value, dict):
        return {key: _plain(inner, telling) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, telling) for inner in value]
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def subjects(tables: list[Table]) -> list[tuple[str, str]]:
    """What the audit knows these rows by."""
    return [(table.model.lower(), key) for table in tables for key in table.keys]
