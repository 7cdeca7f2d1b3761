"""One part of a run: read its rows, leave out what is known, give the rest to its room, remember what was taken."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm import copying
from crm.imports.access import projects_for
from crm.imports.kinds import Incoming, Taken, taker_of
from crm.imports.mapping import Reader, Reading, parse
from crm.imports.models import ImportedRow, ImportPart, ImportRun
from crm.imports.tables import Row
from crm.privacy import blind_index

REFERENCE_LENGTH = 80


@dataclass
class Result:
    made: int = 0
    known: int = 0
    refused: list[dict] = field(default_factory=list)
    keys: dict[str, list[int]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return self.made + self.known + len(self.refused)

    def refuse(self, reading: Reading, reasons: dict[str, str]) -> None:
        self.refused.append({"row": reading.number, "reasons": reasons, "cells": list(reading.cells)})


@transaction.atomic
def take_part(actor, part: ImportPart, *, dry: bool, now: datetime) -> Result:
    """Take a part's rows. Dry, everything is done and undone again, so that what it says is what would happen.

    1. lock the part; a part already taken answers what it answered  2. read  3. what is known is not taken again
    4. the room takes the rest  5. remember what was made of each reference  6. write the counts
    """
    part = ImportPart.objects.select_for_update().get(pk=part.pk)
    run = ImportRun.objects.select_related("project__city").get(pk=part.run_id)
    if part.rows is None or (not dry and part.made is not None):
        return Result(part.made or 0, part.known, json.loads(part.refused or "[]"))
    with _no_search_for_cycles():
        return _take_part(actor, run, part, dry, now)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """A part is some hundred thousand objects and no cycle: looking for one again and again takes a sixth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _take_part(actor, run: ImportRun, part: ImportPart, dry: bool, now: datetime) -> Result:
    readings, again = _readings(run, part)
    if dry:
        # Parts are undone one by one, so that one does not see what another would have made.
        with transaction.atomic():
            result = _take(actor, run, [r for r in readings if r.number not in again or r.wrong], now)
            transaction.set_rollback(True)
        result.known += sum(r.number in again and not r.wrong for r in readings)
    else:
        result = _take(actor, run, readings, now)
    _write(part, result, dry)
    return result


def _readings(run: ImportRun, part: ImportPart) -> tuple[list[Reading], set[int]]:
    """The part's rows as the mapping reads them, and the numbers of those that an earlier part has had."""
    kept = json.loads(part.rows)
    readings = reader_of(run).read_all(
        Row(number, tuple(cells), wrong) for number, cells, wrong, _again in kept
    )
    return readings, {number for number, _cells, _wrong, again in kept if again}


def reader_of(run: ImportRun) -> Reader:
    """The run's mapping on the run's columns, with the clock and the money of its project."""
    project = run.project
    options = {"zone": project.timezone, "currency": project.currency} if project else {}
    return Reader(parse(run.mapping_name, run.mapping), tuple(run.columns), **options)


def _write(part: ImportPart, result: Result, dry: bool) -> None:
    result.refused.sort(key=lambda row: row["row"])
    refused = json.dumps(result.refused, ensure_ascii=False) if result.refused else None
    if dry:
        part.dry_made, part.dry_known = result.made, result.known
        part.dry_refused_count, part.dry_refused = len(result.refused), refused
        part.save(update_fields=["dry_made", "dry_known", "dry_refused_count", "dry_refused"])
        return
    part.made, part.known = result.made, result.known
    part.refused_count, part.refused = len(result.refused), refused
    part.made_keys = result.keys
    # What was taken now lives in its room, what was refused beside it: the copy of the file goes.
    part.rows = None
    part.save(update_fields=["made", "known", "refused_count", "refused", "made_keys", "rows"])


def _take(actor, run: ImportRun, readings: list[Reading], now: datetime) -> Result:
    result, fresh = Result(), {}
    references = [reference_of(reading) for reading in readings]
    known = _known(run, set(references))
    projects = {project.code: project for project in projects_for(actor)}
    for reading, reference in zip(readings, references, strict=True):
        wrong = dict(reading.wrong)
        project = run.project or projects.get(str(reading.values.get("project") or "").strip())
        if project is None and not wrong:
            wrong["project"] = _("Name a project into which you may import.")
        if wrong:
            result.refuse(reading, wrong)
        elif reference in known:
            result.known += 1
            known[reference].append(reading)
        else:
            known[reference] = []
            fresh[reference] = (reading, Incoming(reading.values, run.source, reference, project))
    taken = taker_of(run.kind)(actor, [incoming for _r, incoming in fresh.values()], now=now) if fresh else []
    _remember(run, dict(zip(fresh, taken, strict=True)), fresh, known, result, now)
    return result


def _remember(run: ImportRun, taken: dict[str, Taken], fresh, known, result: Result, now: datetime) -> None:
    rows = []
    for reference, outcome in taken.items():
        reading = fresh[reference][0]
        repeats = known.pop(reference)
        if outcome.refused:
            result.known -= len(repeats)
            for refused in (reading, *repeats):
                result.refuse(refused, {"row": outcome.refused})
            continue
        result.made += outcome.made
        for model, key in outcome.keys:
            result.keys.setdefault(model, []).append(key)
        result.known += not outcome.made
        facts = distinct([], [reading.facts, *(repeat.facts for repeat in repeats)])
        rows.append(
            {"kind": run.kind, "source": run.source, "external_ref": reference, "subject": outcome.subject,
             "made": outcome.made, "facts": facts, "run_id": run.pk, "at": now}
        )  # fmt: skip
    for row, key in zip(rows, copying.draw_keys(ImportedRow, len(rows)), strict=True):
        row["id"] = key
    copying.add(ImportedRow, rows)
    _add_facts(run, known)


def _known(run: ImportRun, references: set[str]) -> dict[str, list[Reading]]:
    rows = ImportedRow.objects.filter(kind=run.kind, source=run.source, external_ref__in=references)
    return {reference: [] for reference in rows.values_list("external_ref", flat=True)}


def _add_facts(run: ImportRun, known: dict[str, list[Reading]]) -> None:
    """A known row that says something new about its thing is not taken again, but what it says is kept."""
    told = [reference for reference, repeats in known.items() if any(repeat.facts for repeat in repeats)]
    changed = []
    for row in ImportedRow.objects.filter(kind=run.kind, source=run.source, external_ref__in=told):
        facts = distinct(row.facts, [repeat.facts for repeat in known[row.external_ref]])
        if facts != row.facts:
            row.facts = facts
            changed.append(row)
    ImportedRow.objects.bulk_update(changed, ["facts"])


def distinct(present: list[dict], added: list[dict]) -> list[dict]:
    facts = list(present)
    for fact in added:
        if fact and fact not in facts:
            facts.append(fact)
    return facts


def reference_of(reading: Reading) -> str:
    return reference_in(str(reading.values.get("external_ref") or ""), reading.cells)


def reference_in(said: str, cells: tuple[str, ...]) -> str:
    """The source's own reference, else one made of everything the row says, so that it is recognised again."""
    given = said.strip()
    if given and len(given) <= REFERENCE_LENGTH:
        return given
    return "row:" + blind_index.of("\x1f".join(cells), "import").hex()
