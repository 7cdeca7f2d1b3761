"""Runs: made of a file and a mapping, tried dry, then taken as a job or at once."""

import json
from array import array
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.permissions import require
from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from crm.imports.mapping import Mapping, Reader, guess_all, missing
from crm.imports.models import ImportPart, ImportRun
from crm.imports.tables import Row, Table, read, scan
from crm.imports.taking import Result, reference_in, take_part
from crm.jobs import services as jobs
from crm.jobs.kinds import Outcome, Work

ROWS_A_PART = 200  # of the first parts, so that a short list keeps all workers busy and its bar moves
LARGER_PARTS = ((10, 1_000), (20, 5_000))  # from this part on so many, so that a long one is not cut too fine
MOST_ROWS = 2_000_000
GUESS_BY = 50


def best_mapping(kind: str, content: bytes | BinaryIO, file_name: str) -> Mapping | None:
    """The shipped mapping that fits the headings and reads the first rows with the fewest complaints."""
    table = read(content, file_name, most=0)
    candidates = []
    for used, mapping in guess_all(kind, table.columns):
        how = {"header_rows": mapping.header_rows, "sheet": mapping.sheet}
        sample = read(content, file_name, most=GUESS_BY, **how)
        wrong = sum(bool(reading.wrong) for reading in Reader(mapping, sample.columns).read_all(sample.rows))
        candidates.append((wrong, -used, mapping.name, mapping))
    return min(candidates)[3] if candidates else None


def guessed(kind: str, content: bytes | BinaryIO, file_name: str) -> Mapping:
    """The mapping that fits, or a refusal that names the columns of the file."""
    mapping = best_mapping(kind, content, file_name)
    if mapping is None:
        columns = ", ".join(column for column in read(content, file_name, most=0).columns if column)[:300]
        sentence = _("No mapping fits these columns: %(columns)s.") % {"columns": columns}
        raise Refused(sentence, fields={"mapping": sentence})
    return mapping


@transaction.atomic
def prepare(
    actor,
    *,
    kind: str,
    mapping: Mapping,
    content: bytes | BinaryIO,
    file_name: str,
    project=None,
    encoding="",
    now: datetime,
) -> ImportRun:
    """Read a file and keep its rows, encrypted, in parts, as they are read. Nothing of it is in the rooms yet.

    `content` is the file's bytes or the open file itself, of any size. Refused with the field to correct where the file cannot be read, the mapping does not fit it or is of another
    kind. The project may be left open where the mapping has a column for it.
    """
    require(actor, "imports.run", project=project)
    if kind not in settings.IMPORT_KINDS or mapping.kind != kind:
        raise Refused(fields={"mapping": _("This mapping is made for something else.")})
    if project is None and "project" not in mapping.fields:
        raise Refused(fields={"project": _("Choose the project these rows belong to.")})
    table = _read(content, file_name, mapping, encoding)
    run = ImportRun.objects.create(
        kind=kind,
        mapping_name=mapping.name,
        mapping=mapping.as_json(),
        source=mapping.source,
        project=project,
        file_name=file_name[-200:],
        encoding=table.encoding,
        columns=list(table.columns),
        row_count=0,
        made_by=actor,
        made_at=now,
    )
    for part, count in _parts(run, table, mapping):
        part.save(force_insert=True)
        run.row_count += count
        if run.row_count > MOST_ROWS:
            raise Refused(fields={"file": _("The file has more than %(most)d rows.") % {"most": MOST_ROWS}})
    run.save(update_fields=["row_count"])
    record(actor, "imports.prepare", run, now=now, after={"kind": kind, "rows": run.row_count})
    return run


def _read(content: bytes | BinaryIO, file_name: str, mapping: Mapping, encoding: str) -> Table:
    table = scan(content, file_name, header_rows=mapping.header_rows, encoding=encoding, sheet=mapping.sheet)
    if lacking := missing(mapping, table.columns):
        sentence = _("These columns are missing in the file: %(columns)s.") % {"columns": ", ".join(lacking)}
        raise Refused(sentence, fields={"mapping": sentence})
    return table


def _parts(run: ImportRun, table: Table, mapping: Mapping) -> Iterator[tuple[ImportPart, int]]:
    """Cut the rows into parts. A row whose reference stood in an earlier part is marked, for the dry run's counts."""
    reader, seen, rows = Reader(mapping, table.columns), _Seen(), iter(table.rows)
    for position in range(MOST_ROWS):
        part = list(islice(rows, _size(position)))
        if not part:
            return
        references = [_reference(reader, row) for row in part]
        kept = [
            (row.number, row.cells, row.wrong, reference in seen)
            for row, reference in zip(part, references, strict=True)
        ]
        for reference in references:
            seen.add(reference)
        yield ImportPart(run=run, position=position, rows=json.dumps(kept, ensure_ascii=False)), len(part)


def _size(position: int) -> int:
    """How many rows the part at this place takes."""
    return next((rows for first, rows in reversed(LARGER_PARTS) if position >= first), ROWS_A_PART)


def _reference(reader: Reader, row: Row) -> str:
    return reference_in(str(reader.said(row, "external_ref") or ""), row.cells)


class _Seen:
    """Which references have been seen: their hashes in one flat table, since two million strings are too many."""

    def __init__(self):
        self.slots, self.count = array("q", bytes(8 << 12)), 0

    def __contains__(self, reference: str) -> bool:
        return self.slots[self._slot(hash(reference) or 1)] != 0

    def add(self, reference: str) -> None:
        mark = hash(reference) or 1
        slot = self._slot(mark)
        if not self.slots[slot]:
            self.slots[slot] = mark
            self.count += 1
            if self.count * 2 > len(self.slots):
                self._grow()

    def _slot(self, mark: int) -> int:
        """Where this mark stands, or the empty place where it would."""
        slots = self.slots
        most = len(slots) - 1
        slot = mark & most
        while slots[slot] and slots[slot] != mark:
            slot = (slot + 1) & most
        return slot

    def _grow(self) -> None:
        old, self.slots = self.slots, array("q", bytes(16 * len(self.slots)))
        for mark in old:
            if mark:
                self.slots[self._slot(mark)] = mark


@transaction.atomic
def start(actor, run: ImportRun, *, dry: bool, now: datetime) -> ImportRun:
    """Give the run to the workers, dry or in earnest. In earnest only once; dry as often as one likes before."""
    run = ImportRun.objects.select_for_update(of=["self"]).select_related("project__city").get(pk=run.pk)
    # a file may have waited longer than the right to take it
    require(actor, "imports.run", project=run.project)
    if run.job_id:
        raise IllegalMove(_("This file has been imported already."))
    title = (_("Trial of %(file)s") if dry else _("Import of %(file)s")) % {"file": run.file_name}
    parts = [{"part": part} for part in run.parts.order_by("position").values_list("pk", flat=True)]
    parameters = {"run": str(run.public_id), "dry": dry}
    job = jobs.start("imports", actor, title=title, parameters=parameters, chunks=parts, now=now)
    field = "dry_job" if dry else "job"
    setattr(run, field, job)
    run.save(update_fields=[field])
    return run


def run_chunk(work: Work, *, now: datetime) -> Outcome:
    """A part of a run, as a job's chunk. Its refusals are written in the language of whoever imports."""
    part = ImportPart.objects.get(pk=work.chunk["part"])
    with translation.override(work.actor.language):
        result = take_part(work.actor, part, dry=work.parameters["dry"], now=now)
    refused = [{"row": row["row"], "reason": "; ".join(row["reasons"].values())} for row in result.refused]
    return Outcome(done=result.made + result.known, refused=refused)


def run_now(
    actor, run: ImportRun, *, dry: bool, clock: Callable[[], datetime]
) -> Iterator[tuple[int, Result]]:
    """Take all parts one after the other, each in its own transaction; yields the rows behind us and each result."""
    behind = 0
    for part in run.parts.only("pk").order_by("position").iterator(chunk_size=100):
        result = take_part(actor, part, dry=dry, now=clock())
        behind += result.rows
        yield behind, result
