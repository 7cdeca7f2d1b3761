"""From an uploaded file to an import: read a little of it, give its columns their fields, take it on."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.permissions import require
from crm.audit.services import record
from crm.errors import IllegalMove, NotFound, Refused
from crm.imports import services as imports
from crm.imports.guide import composing, files, guessing
from crm.imports.guide.composing import Chosen
from crm.imports.guide.models import DraftPart, ImportDraft, SavedMapping
from crm.imports.mapping import Mapping, guess_all, missing, parse, shipped
from crm.imports.models import ImportRun, Kind
from crm.imports.tables import Table, read

KEPT = timedelta(days=3)
SAMPLE_ROWS = 200
MOST_HEADER_ROWS = 5
GUESSED = "guessed"


@dataclass(frozen=True)
class Sample:
    """The first rows of a draft: number, cells, and why the row cannot be read."""

    columns: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...], str]]

    @property
    def values(self) -> list[list[str]]:
        """What stands in each column, row by row."""
        places = range(len(self.columns))
        return [[cells[place] for _n, cells, _w in self.rows if place < len(cells)] for place in places]


@transaction.atomic
def upload(
    actor, *, kind: str, file: BinaryIO, file_name: str, project=None, encoding: str = "", now: datetime
) -> ImportDraft:
    """Keep a file, find out how it is written, and guess which column is which field. Nothing of it is taken.

    Refused by its field where it is empty, too large, or no table.
    """
    require(actor, "imports.run", project=project)
    if kind not in Kind.values:
        raise Refused(fields={"kind": _("Choose what is in the file.")})
    draft = ImportDraft(
        kind=kind, project=project, file_name=file_name[-200:], encoding=encoding, made_by=actor, made_at=now
    )
    first = _table(draft, file)
    draft.encoding = draft.encoding_found = first.encoding
    draft.header_rows = guessing.heading_rows([first.columns, *(row.cells for row in first.rows[:12])])
    _read_into(draft, file)
    _choose(draft, _best(actor, draft))
    draft.save(force_insert=True)
    draft.part_count, draft.size = files.keep(draft, file)
    draft.save(update_fields=["part_count", "size"])
    record(actor, "imports.upload", draft, now=now, after={"kind": kind, "size": draft.size})
    return draft


@transaction.atomic
def reread(
    actor,
    draft: ImportDraft,
    *,
    encoding: str | None = None,
    header_rows: int | None = None,
    sheet: str | None = None,
    now: datetime,
) -> ImportDraft:
    """Read the file another way: in an encoding, with more heading rows, another sheet. Guesses anew."""
    draft = _open(draft)
    if encoding is not None and draft.encoding_found:
        draft.encoding = encoding or draft.encoding_found
    if sheet is not None:
        draft.sheet = sheet[:80]
    if header_rows is not None:
        if not 1 <= header_rows <= MOST_HEADER_ROWS:
            raise Refused(fields={"header_rows": _("A heading has one to five rows.")})
        draft.header_rows = header_rows
    before = draft.columns
    with files.opened(draft) as file:
        _read_into(draft, file)
    if draft.columns != before:
        _choose(draft, _best(actor, draft))
    draft.save(
        update_fields=["encoding", "sheet", "header_rows", "columns", "sample", "mapping", "mapping_name"]
    )
    record(actor, "imports.reread", draft, now=now, after={"encoding": draft.encoding})
    return draft


@transaction.atomic
def set_place(actor, draft: ImportDraft, *, project, now: datetime) -> ImportDraft:
    """Say which project the rows belong to; None where a column says it."""
    require(actor, "imports.run", project=project)
    draft = _open(draft)
    draft.project = project
    draft.save(update_fields=["project"])
    record(actor, "imports.place", draft, now=now, after={"project": project.code if project else None})
    return draft


@transaction.atomic
def choose(actor, draft: ImportDraft, mapping: Mapping, *, now: datetime) -> ImportDraft:
    """Begin with a mapping that was kept or comes with the product; refused where it is for something else."""
    draft = _open(draft)
    if mapping.kind != draft.kind:
        raise Refused(fields={"mapping": _("This mapping is made for something else.")})
    _choose(draft, mapping)
    draft.save(update_fields=["mapping", "mapping_name"])
    record(actor, "imports.choose", draft, now=now, after={"mapping": draft.mapping_name})
    return draft


@transaction.atomic
def assign(actor, draft: ImportDraft, chosen: dict[int, Chosen], *, now: datetime) -> ImportDraft:
    """Give the columns these fields; what is not named is left out."""
    draft = _open(draft)
    content = composing.composed(mapping_of(draft), tuple(draft.columns), chosen, draft.header_rows)
    if not content["fields"]:
        raise Refused(fields={"mapping": _("Give at least one column a field.")})
    draft.mapping = parse(draft.mapping_name or GUESSED, content).as_json()
    draft.save(update_fields=["mapping"])
    record(actor, "imports.assign", draft, now=now, after={"fields": len(content["fields"])})
    return draft


@transaction.atomic
def keep_mapping(
    actor, draft: ImportDraft, *, name: str, shared: bool = False, now: datetime
) -> SavedMapping:
    """Keep the draft's mapping under a name; the same name again replaces one's own."""
    require(actor, "imports.run")
    name = " ".join(name.split())[:80]
    if not name or name in shipped():
        raise Refused(fields={"name": _("Give it a name of its own.")})
    draft = _open(draft)
    row, _made = SavedMapping.objects.update_or_create(
        made_by=actor,
        kind=draft.kind,
        name=name,
        defaults={"content": draft.mapping, "shared": shared, "made_at": now},
    )
    draft.mapping_name = name
    draft.save(update_fields=["mapping_name"])
    record(actor, "imports.keep_mapping", row, now=now, after={"kind": row.kind, "shared": shared})
    return row


@transaction.atomic
def drop_mapping(actor, row: SavedMapping, *, now: datetime) -> None:
    """Forget a mapping of one's own; imports that used it keep what they were read by."""
    if row.made_by_id != actor.pk:
        raise NotFound
    record(actor, "imports.drop_mapping", row, now=now, before={"kind": row.kind})
    row.delete()


@transaction.atomic
def take_on(actor, draft: ImportDraft, *, now: datetime) -> ImportRun:
    """Make the import of it: its rows wait there to be tried and taken, and the draft is empty."""
    draft = _open(draft)
    mapping = mapping_of(draft)
    lacking = composing.needed(mapping.fields, draft.kind, project_known=draft.project_id is not None)
    if lacking:
        raise Refused(
            _("Some fields are needed and have no column yet."), fields={"mapping": ", ".join(lacking)}
        )
    with files.opened(draft) as file:
        run = imports.prepare(
            actor,
            kind=draft.kind,
            mapping=mapping,
            content=file,
            file_name=draft.file_name,
            project=draft.project,
            encoding=draft.encoding,
            now=now,
        )
    draft.run = run
    _empty(draft)
    draft.save(update_fields=["run", "part_count", "sample"])
    return run


@transaction.atomic
def discard(actor, draft: ImportDraft, *, now: datetime) -> None:
    """Throw an uploaded file away."""
    draft = _open(draft)
    record(actor, "imports.discard", draft, now=now, before={"kind": draft.kind})
    draft.delete()


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Drop the files with which nobody has gone on; how many."""
    rows = ImportDraft.objects.filter(made_at__lt=now - KEPT, run=None)
    count = rows.count()
    rows.delete()
    return count


def mapping_of(draft: ImportDraft) -> Mapping:
    return parse(draft.mapping_name or GUESSED, draft.mapping)


def sample_of(draft: ImportDraft) -> Sample:
    rows = json.loads(draft.sample or "[]")
    return Sample(tuple(draft.columns), [(number, tuple(cells), wrong) for number, cells, wrong in rows])


def _open(draft: ImportDraft) -> ImportDraft:
    """The draft, locked; IllegalMove where it has become an import already."""
    draft = (
        ImportDraft.objects.select_for_update(of=("self",)).select_related("project__city").get(pk=draft.pk)
    )
    if draft.run_id:
        raise IllegalMove(_("This file has become an import already."))
    return draft


def _empty(draft: ImportDraft) -> None:
    DraftPart.objects.filter(draft=draft).delete()
    draft.part_count, draft.sample = 0, None


def _table(draft: ImportDraft, file: BinaryIO) -> Table:
    """The first rows of the file, as the draft says that it is written."""
    how = {"header_rows": draft.header_rows, "encoding": draft.encoding, "sheet": draft.sheet}
    return read(file, draft.file_name, most=SAMPLE_ROWS, **how)


def _read_into(draft: ImportDraft, file: BinaryIO) -> None:
    table = _table(draft, file)
    draft.columns = list(table.columns)
    rows = [(row.number, row.cells, row.wrong) for row in table.rows]
    draft.sample = json.dumps(rows, ensure_ascii=False)


def _choose(draft: ImportDraft, mapping: Mapping) -> None:
    draft.mapping_name = mapping.name
    draft.mapping = mapping.as_json() | {"header_rows": draft.header_rows}


def _best(actor, draft: ImportDraft) -> Mapping:
    """What to begin with: a kept mapping that fits, the one of one's last file of this sort, a shipped one, a guess.

    One that was made for just such a file is better than a guess, and a guess than our own columns.
    """
    columns = tuple(draft.columns)
    kept = [_kept(row) for row in SavedMapping.objects.visible_to(actor).filter(kind=draft.kind)]
    fitting = [one for one in (*kept, *_last(actor, draft)) if _fits(one, columns)]
    if fitting:
        return max(fitting, key=lambda one: len(one.fields))
    ours = [(used, one) for used, one in guess_all(draft.kind, columns) if one.name != draft.kind]
    guessed = _guessed(draft)
    if ours and max(ours, key=_used)[0] > len(guessed.fields) / 2:
        return max(ours, key=_used)[1]
    return guessed


def _used(one: tuple[int, Mapping]) -> int:
    return one[0]


def _kept(row: SavedMapping) -> Mapping:
    return parse(row.name, row.content)


def _last(actor, draft: ImportDraft) -> list[Mapping]:
    runs = ImportRun.objects.filter(made_by=actor, kind=draft.kind).order_by("-made_at")[:5]
    return [parse(run.mapping_name, run.mapping) for run in runs]


def _fits(mapping: Mapping, columns: tuple[str, ...]) -> bool:
    """Whether the file has every column that the mapping names, for it was made for a file with them all."""
    every = {name: rule | {"required": True} for name, rule in mapping.fields.items()}
    whole = Mapping(mapping.name, mapping.kind, mapping.source, every, mapping.facts, mapping.refuse)
    return not missing(whole, columns)


def _guessed(draft: ImportDraft) -> Mapping:
    own, sample = shipped()[draft.kind], sample_of(draft)
    found = guessing.guess(own.fields, sample.columns, sample.values)
    fields = {
        guess.field: own.fields[guess.field] | {"column": sample.columns[place]} | guess.options
        for place, guess in sorted(found.items())
    }
    fields = composing.with_defaults(fields, draft.kind) or dict(list(own.fields.items())[:1])
    return parse(GUESSED, own.as_json() | {"fields": fields, "title": {}})
