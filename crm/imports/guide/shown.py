"""What the page of a draft shows: its columns with their choices, its first rows in words."""

from crm.imports import wording
from crm.imports.access import projects_for
from crm.imports.encodings import CANDIDATES
from crm.imports.forms import KeepForm
from crm.imports.guide import selectors, services
from crm.imports.guide.composing import FACT, OPTIONS, Line
from crm.imports.guide.services import mapping_of
from crm.imports.mapping import column_at


def draft(user, row) -> dict:
    """Everything that the page of a draft needs."""
    mapping = mapping_of(row)
    return {
        "draft": row,
        "step": "columns",
        "mapping": mapping,
        "lines": _lines(row),
        "fields": _fields(row.kind),
        "field_words": wording.FIELDS,
        "fixed": _fixed(mapping),
        "needed": [wording.field(name) for name in selectors.still_needed(row)],
        "fact": FACT,
        "encodings": _encodings(row),
        "header_rows": range(1, services.MOST_HEADER_ROWS + 1),
        "projects": projects_for(user),
        "kept": selectors.mappings_for(user, row.kind),
        "shipped": selectors.shipped_of(row.kind),
        "keep": KeepForm(),
        "kind_label": wording.KINDS[row.kind],
        **preview(row),
    }


def _encodings(row) -> list[tuple[str, str, bool]]:
    """Every encoding with its words, and whether it is the one that was found."""
    names = CANDIDATES if row.encoding in CANDIDATES else (*CANDIDATES, row.encoding)
    return [(name, wording.encoding(name), name == row.encoding_found) for name in names]


def _lines(row) -> list[dict]:
    codes = {name: codes for name, _needed, codes in selectors.fields_of(row.kind)}
    rules = row.mapping["fields"]
    return [
        _line(line, codes.get(line.field, []), rules.get(line.field, {}))
        for line in selectors.columns_of(row)
    ]


def _line(line: Line, codes: list[str], rule: dict) -> dict:
    meant = [{"word": word, "code": code} for word, code in line.values]
    otherwise = rule.get("otherwise")
    return {
        "place": line.place,
        "letter": line.letter,
        "heading": line.heading,
        "samples": line.samples,
        "field": line.field,
        "also": line.also,
        "unusable": line.unusable,
        "asked": _asked(line),
        "values": line.values,
        "meant": meant,
        "open": any(not one["code"] for one in meant) and not otherwise,
        "codes": [(code, wording.value(code)) for code in codes],
        "otherwise": wording.value(otherwise) if otherwise else "–",
    }


def _asked(line: Line) -> list[dict]:
    """What may be said about how a column is read, with what is said now."""
    found = []
    for key in OPTIONS.get(line.conversion, ()):
        label, words = wording.OPTIONS[key]
        allowed = wording.UNITS.get(line.conversion, ()) if key == "unit" else words
        choices = [(value, word) for value, word in words.items() if value in allowed]
        found.append(
            {"key": key, "label": label, "choices": choices, "value": str(line.options.get(key, ""))}
        )
    return found


def _fields(kind: str) -> list[tuple[str, str, bool]]:
    found = [(name, wording.field(name), needed) for name, needed, _codes in selectors.fields_of(kind)]
    return sorted(found, key=lambda one: (not one[2], one[1]))


def _fixed(mapping) -> list[tuple[str, str]]:
    """Fields that no column is asked for: said once for all rows, or joined from several columns."""
    found = []
    for name, rule in mapping.fields.items():
        if "constant" in rule:
            found.append((wording.field(name), wording.shown(name, rule["constant"], "CNY")))
        elif "columns" in rule:
            found.append((wording.field(name), " + ".join(rule["columns"])))
    return found


def preview(row) -> dict:
    """The first rows as they are read: for each field the words, or the cell with what is wrong."""
    mapping, columns = mapping_of(row), tuple(row.columns)
    names = in_order(mapping.fields, columns)
    currency = row.project.currency if row.project else "CNY"
    rows = []
    for reading in selectors.readings_of(row):
        cells = [
            {
                "shown": wording.shown(
                    name, reading.values.get(name), mapping.fields[name].get("currency", currency)
                ),
                "wrong": reading.wrong.get(name, ""),
                "raw": raw(mapping.fields[name], columns, reading.cells),
            }
            for name in names
        ]
        elsewhere = [reason for name, reason in reading.wrong.items() if name not in names]
        rows.append({"number": reading.number, "cells": cells, "wrong": elsewhere})
    wrong = sum(bool(one["wrong"]) or any(cell["wrong"] for cell in one["cells"]) for one in rows)
    return {"names": [wording.field(name) for name in names], "rows": rows, "wrong_rows": wrong}


def in_order(fields: dict[str, dict], columns: tuple[str, ...]) -> list[str]:
    """The fields that are read from columns, as those stand in the file; what is said once for all is left out."""
    places = {
        name: place_of(rule, columns) for name, rule in fields.items() if {"column", "columns"} & set(rule)
    }
    return sorted(places, key=lambda name: places[name])


def place_of(rule: dict, columns: tuple[str, ...]) -> int:
    names = rule.get("columns") or rule.get("column", [])
    place = column_at(names, columns)
    return len(columns) if place is None else place


def raw(rule: dict, columns: tuple[str, ...], cells: tuple[str, ...]) -> str:
    """What stands in the file, where the field is read from one column."""
    place = place_of(rule, columns) if "column" in rule else len(columns)
    return cells[place].strip() if place < min(len(cells), len(columns)) else ""
