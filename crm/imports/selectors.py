"""Runs and imported rows, read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count, Sum

from crm.imports.mapping import Reading
from crm.imports.models import ImportedRow, ImportPart, ImportRun
from crm.imports.tables import Row
from crm.imports.taking import reader_of
from crm.reading import Kept, Open


@dataclass(frozen=True)
class Totals:
    """Counts over a run: `rows` of `parts` done; nothing done yet has no parts."""

    made: int
    known: int
    refused: int
    parts_done: int


def totals(run: ImportRun, *, dry: bool) -> Totals:
    names = ("dry_made", "dry_known", "dry_refused_count") if dry else ("made", "known", "refused_count")
    done = run.parts.filter(**{f"{names[0]}__isnull": False})
    sums = done.aggregate(n=Count("pk"), m=Sum(names[0]), k=Sum(names[1]), r=Sum(names[2]))
    return Totals(sums["m"] or 0, sums["k"] or 0, sums["r"] or 0, sums["n"])


def refused_rows(run: ImportRun, *, dry: bool, limit: int | None = None) -> list[dict]:
    """The refused rows in the order of the file, each with its number, its reasons by field and its cells."""
    return list(islice(each_refused(run, dry=dry), limit))


def each_refused(run: ImportRun, *, dry: bool) -> Iterator[dict]:
    """As `refused_rows`, row by row, for a file of any length."""
    name = "dry_refused" if dry else "refused"
    parts = ImportPart.objects.filter(run=run, **{f"{name}__isnull": False}).order_by("position")
    for content in parts.values_list(name, flat=True).iterator(chunk_size=20):
        yield from json.loads(content)


def preview(run: ImportRun, limit: int = 20) -> list[Reading]:
    """The first rows as the mapping reads them, what is wrong beside each field; empty once they were taken."""
    part = run.parts.filter(position=0, rows__isnull=False).first()
    if part is None:
        return []
    rows = json.loads(part.rows)[:limit]
    return reader_of(run).read_all(Row(number, tuple(cells), wrong) for number, cells, wrong, _again in rows)


def preview_table(run: ImportRun) -> tuple[list[str], list[dict]]:
    """The first rows as a table: the fields that any of them fills, and for each row its cells with what is wrong."""
    readings = preview(run)
    fields = list(run.mapping["fields"])
    names = [n for n in fields if any(r.values.get(n) not in (None, "") or n in r.wrong for r in readings)]
    rows = []
    for reading in readings:
        elsewhere = [reason for name, reason in reading.wrong.items() if name not in names]
        cells = [{"value": reading.values.get(name), "wrong": reading.wrong.get(name, "")} for name in names]
        rows.append({"number": reading.number, "cells": cells, "wrong": elsewhere, "raw": reading.cells})
    return names, rows


def runs_of(user, limit: int = 30):
    return ImportRun.objects.visible_to(user).select_related("job", "project").order_by("-made_at")[:limit]


def external_facts(kind: str, subject: str) -> list[tuple[str, dict]]:
    """What its sources said about a thing: (source, facts), as often as different things were said."""
    rows = _SAID_OF.rows(kind=kind, subject=subject)
    return [(row.source, facts) for row in rows for facts in row.facts]


_SAID_OF = Kept(lambda: ImportedRow.objects.filter(kind=Open("kind"), subject=Open("subject")).order_by("pk"))
