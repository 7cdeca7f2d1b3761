"""Runs: made of a file and a mapping, tried dry, then taken as a job or at once."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.permissions import require
from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from crm.imports.mapping import Mapping, Reader, guess_all, missing
from crm.imports.models import ImportPart, ImportRun
from crm.imports.tables import Table, read
from crm.imports.taking import Result, reference_of, take_part
from crm.jobs import services as jobs
from crm.jobs.kinds import Outcome, Work

ROWS_A_PART = 200
MOST_ROWS = 500_000
GUESS_BY = 50


def best_mapping(kind: str, content: bytes, file_name: str) -> Mapping | None:
    """The shipped mapping that fits the headings and reads the first rows with the fewest complaints."""
    table = read(content, file_name)
    candidates = []
    for used, mapping in guess_all(kind, table.columns):
        sample = read(content, file_name, header_rows=mapping.header_rows, sheet=mapping.sheet)
        sample.rows = sample.rows[:GUESS_BY]
        wrong = sum(bool(reading.wrong) for reading in Reader(mapping, sample.columns).read_all(sample.rows))
        candidates.append((wrong, -used, mapping.name, mapping))
    return min(candidates)[3] if candidates else None


def guessed(kind: str, content: bytes, file_name: str) -> Mapping:
    """The mapping that fits, or a refusal that names the columns of the file."""
    mapping = best_mapping(kind, content, file_name)
    if mapping is None:
        columns = ", ".join(column for column in read(content, file_name).columns if column)[:300]
        sentence = _("No mapping fits these columns: %(columns)s.") % {"columns": columns}
        raise Refused(sentence, fields={"mapping": sentence})
    return mapping


@transaction.atomic
def prepare(
    actor,
    *,
    kind: str,
    mapping: Mapping,
    content: bytes,
    file_name: str,
    project=None,
    encoding="",
    now: datetime,
) -> ImportRun:
    """Read a file and keep its rows, encrypted, in parts. Nothing of it is in the rooms yet.

    Refused with the field to correct where the file cannot be read, the mapping does not fit it or is of another
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
        row_count=len(table.rows),
        made_by=actor,
        made_at=now,
    )
    ImportPart.objects.bulk_create(_parts(run, table, mapping), batch_size=100)
    record(actor, "imports.prepare", run, now=now, after={"kind": kind, "rows": run.row_count})
    return run


def _read(content: bytes, file_name: str, mapping: Mapping, encoding: str) -> Table:
    table = read(content, file_name, header_rows=mapping.header_rows, encoding=encoding, sheet=mapping.sheet)
    if lacking := missing(mapping, table.columns):
        sentence = _("These columns are missing in the file: %(columns)s.") % {"columns": ", ".join(lacking)}
        raise Refused(sentence, fields={"mapping": sentence})
    if len(table.rows) > MOST_ROWS:
        raise Refused(fields={"file": _("The file has more than %(most)d rows.") % {"most": MOST_ROWS}})
    return table


def _parts(run: ImportRun, table: Table, mapping: Mapping) -> Iterator[ImportPart]:
    """Cut the rows into parts. A row whose reference stood in an earlier part is marked, for the dry run's counts."""
    reader, seen = Reader(mapping, table.columns), set()
    for position, first in enumerate(range(0, len(table.rows), ROWS_A_PART)):
        rows = table.rows[first : first + ROWS_A_PART]
        references = [reference_of(reader.read(row)) for row in rows]
        kept = [
            (row.number, row.cells, row.wrong, reference in seen)
            for row, reference in zip(rows, references, strict=True)
        ]
        seen.update(references)
        yield ImportPart(run=run, position=position, rows=json.dumps(kept, ensure_ascii=False))


@transaction.atomic
def start(actor, run: ImportRun, *, dry: bool, now: datetime) -> ImportRun:
    """Give the run to the workers, dry or in earnest. In earnest only once; dry as often as one likes before."""
    run = ImportRun.objects.select_for_update(of=["self"]).get(pk=run.pk)
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
    for part in run.parts.order_by("position"):
        behind = min(behind + ROWS_A_PART, run.row_count)
        yield behind, take_part(actor, part, dry=dry, now=clock())
