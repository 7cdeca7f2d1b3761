"""Mapping files: which column goes into which field, converted how. One JSON object a file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.imports.converters import CONVERTERS, day
from crm.imports.tables import Row, column_name

SHIPPED = Path(__file__).parent / "mappings"
RULE_KEYS = {"column", "columns", "join", "as", "values", "otherwise", "constant", "prefix", "required"}
OPTION_KEYS = {"order", "era", "century", "zone", "unit", "currency", "length", "kind"}
MAPPING_KEYS = {"title", "kind", "source", "header_rows", "fields", "facts", "refuse", "extends", "sheet"}
MOST_HEADER_ROWS = 20


@dataclass(frozen=True)
class Reading:
    """What a row says: values by field, what is wrong by field, and facts kept as the source states them."""

    number: int
    cells: tuple[str, ...]
    values: dict = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mapping:
    name: str
    kind: str
    source: str
    fields: dict[str, dict]
    facts: dict[str, str]
    refuse: list[dict]
    header_rows: int = 1
    sheet: str = ""
    title: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.title.get(get_language() or "", "") or self.title.get("en", self.name)

    def as_json(self) -> dict:
        return {
            "kind": self.kind, "source": self.source, "fields": self.fields, "facts": self.facts,
            "refuse": self.refuse, "header_rows": self.header_rows, "sheet": self.sheet, "title": self.title,
        }  # fmt: skip


def parse(name: str, content: dict) -> Mapping:
    """A mapping from its JSON object; every mistake in it is named."""
    if content.get("extends"):
        content = _merged(shipped()[content["extends"]].as_json(), content)
    unknown = set(content) - MAPPING_KEYS
    unknown |= {key for rule in content.get("fields", {}).values() for key in rule if not _known(key)}
    if unknown:
        raise _bad(
            _("The mapping file holds unknown words: %(words)s.") % {"words": ", ".join(sorted(unknown))}
        )
    if not content.get("kind") or not content.get("fields") or not 0 < len(content.get("source", "")) <= 20:
        raise _bad(_("A mapping file names its kind, its source (at most 20 characters) and its fields."))
    strange = {rule["as"] for rule in content["fields"].values() if rule.get("as", "text") not in CONVERTERS}
    if strange:
        raise _bad(_("There is no conversion called %(words)s.") % {"words": ", ".join(sorted(strange))})
    return Mapping(
        name=name,
        kind=content["kind"],
        source=content["source"],
        fields=content["fields"],
        facts=content.get("facts", {}),
        refuse=content.get("refuse", []),
        header_rows=content.get("header_rows", 1),
        sheet=content.get("sheet", ""),
        title=content.get("title", {}),
    )


def _known(key: str) -> bool:
    return key in RULE_KEYS or key in OPTION_KEYS


def _merged(base: dict, changes: dict) -> dict:
    fields = {name: base["fields"].get(name, {}) | rule for name, rule in changes.get("fields", {}).items()}
    kept = {key: value for key, value in changes.items() if key not in ("extends", "fields")}
    return base | kept | {"fields": base["fields"] | fields}


def _bad(sentence: str) -> Refused:
    return Refused(sentence, fields={"mapping": sentence})


@lru_cache(maxsize=1)
def shipped() -> dict[str, Mapping]:
    """The mapping files that come with the product, by name; one that extends another comes after it."""
    contents = {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.json"))
    }
    mappings = {
        name: parse(name, content) for name, content in contents.items() if not content.get("extends")
    }
    for name, content in contents.items():
        if name not in mappings:
            mappings[name] = parse(name, _merged(mappings[content["extends"]].as_json(), content))
    return mappings


def mapping_named(name: str) -> Mapping:
    """A shipped mapping by its name."""
    if name not in shipped():
        known = ", ".join(shipped())
        raise _bad(
            _("There is no mapping “%(name)s”. Known are: %(known)s.") % {"name": name, "known": known}
        )
    return shipped()[name]


def mapping_at(name: str) -> Mapping:
    """For the command line: a shipped mapping by its name, or a file of one's own by its path."""
    path = Path(name)
    if path.suffix == ".json" and path.is_file():
        return parse_text(path.stem, path.read_text(encoding="utf-8"))
    return mapping_named(name)


def parse_text(name: str, text: str) -> Mapping:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise _bad(_("The mapping file is not valid JSON: %(error)s.") % {"error": exc}) from exc
    if not isinstance(content, dict):
        raise _bad(_("A mapping file holds one JSON object."))
    if not _well_shaped(content):
        raise _bad(_("A mapping file names its kind, its source (at most 20 characters) and its fields."))
    return parse(name, content)


def _well_shaped(content: dict) -> bool:
    """Whether each part of a file from outside is of the sort that `parse` reads; its words are parse's matter."""
    fields, facts, refuse = content.get("fields", {}), content.get("facts", {}), content.get("refuse", [])
    rows = content.get("header_rows", 1)
    return (
        all(isinstance(content.get(name, ""), str) for name in ("kind", "source", "sheet", "extends"))
        and content.get("extends", "") in {"", *shipped()}
        and isinstance(rows, int)
        and 1 <= rows <= MOST_HEADER_ROWS
        and all(isinstance(part, dict) for part in (fields, facts, content.get("title", {})))
        and all(isinstance(rule, dict) and _names_columns(rule) for rule in fields.values())
        and isinstance(refuse, list)
        and all(isinstance(rule, dict) and "column" in rule and _names_columns(rule) for rule in refuse)
        and all(isinstance(column, str) for column in facts.values())
    )


def _names_columns(rule: dict) -> bool:
    """Whether a rule names its columns as texts: `column` one or a list, `columns` a list."""
    column, columns = rule.get("column", ""), rule.get("columns", [])
    if not isinstance(column, str | list) or not isinstance(columns, list) or column == []:
        return False
    named = [column] if isinstance(column, str) else column
    return all(isinstance(name, str) for name in (*named, *columns, rule.get("as", "")))


def guess_all(kind: str, columns: tuple[str, ...]) -> list[tuple[int, Mapping]]:
    """The shipped mappings of this kind that miss no column they need, each with how many columns it uses."""
    ours = [mapping for mapping in shipped().values() if mapping.kind == kind]
    return [(len(_used(mapping, columns)), mapping) for mapping in ours if not missing(mapping, columns)]


def missing(mapping: Mapping, columns: tuple[str, ...]) -> list[str]:
    """Columns that the mapping needs and the file lacks: those of required fields, and all joined ones."""
    lacking = []
    for rule in mapping.fields.values():
        if rule.get("required") and "column" in rule and column_at(rule["column"], columns) is None:
            lacking.append(_first(rule["column"]))
        lacking += [
            c for c in rule.get("columns", []) if rule.get("required") and column_at(c, columns) is None
        ]
    return lacking


def _used(mapping: Mapping, columns: tuple[str, ...]) -> set[str]:
    names = [rule["column"] for rule in mapping.fields.values() if "column" in rule]
    names += [c for rule in mapping.fields.values() for c in rule.get("columns", [])]
    return {
        found for name in (*names, *mapping.facts.values()) if (found := column_at(name, columns)) is not None
    }


def _first(names) -> str:
    return names if isinstance(names, str) else names[0]


def column_at(names, columns: tuple[str, ...]) -> int | None:
    """Where a column stands; a list holds its name in several languages."""
    for name in [names] if isinstance(names, str) else names:
        wanted = column_name(name)
        for index, column in enumerate(columns):
            if column == wanted or column.casefold() == wanted.casefold():
                return index
    return None


class Reader:
    """Reads the rows of one table by one mapping; the columns are looked up once."""

    def __init__(self, mapping: Mapping, columns: tuple[str, ...], *, zone: str = "UTC", currency: str = ""):
        self.mapping = mapping
        self.defaults = {"zone": zone, "currency": currency}
        lacking = missing(mapping, columns)
        if lacking:
            raise _bad(
                _("These columns are missing in the file: %(columns)s.") % {"columns": ", ".join(lacking)}
            )
        steps = [_Step(name, rule, columns, self.defaults) for name, rule in mapping.fields.items()]
        self.same = {step.name: step.value(()) for step in steps if step.is_same}
        self.steps = [step for step in steps if not step.is_same]
        self.facts = {name: column_at(column, columns) for name, column in mapping.facts.items()}
        self.refuse = [(column_at(rule["column"], columns), rule) for rule in mapping.refuse]

    def read_all(self, rows: Iterable[Row]) -> list[Reading]:
        return [self.read(row) for row in rows]

    def read(self, row: Row) -> Reading:
        if row.wrong:
            return Reading(row.number, row.cells, wrong={"row": row.wrong})
        for place, rule in self.refuse:
            if place is not None and row.cells[place].strip() in rule["in"]:
                return Reading(row.number, row.cells, wrong={_first(rule["column"]): _reason(rule)})
        values, wrong, cells = dict(self.same), {}, row.cells
        for step in self.steps:
            try:
                values[step.name] = value = step.value(cells)
            except ValueError as exc:
                wrong[step.name] = str(exc)
            else:
                if step.required and value in (None, ""):
                    wrong[step.name] = _("This is needed and empty.")
        facts = {name: cells[place].strip() for name, place in self.facts.items() if place is not None}
        return Reading(row.number, cells, values, wrong, {k: v for k, v in facts.items() if v})

    def said(self, row: Row, name: str):
        """One field alone of a row that can be read; nothing where the mapping has no such field or it is wrong."""
        if name in self.same:
            return None if row.wrong else self.same[name]
        step = next((step for step in self.steps if step.name == name), None)
        try:
            return step.value(row.cells) if step and not row.wrong else None
        except ValueError:
            return None


class _Step:
    """How one field is read: its rule is looked through once, since a file may have a million rows."""

    def __init__(self, name: str, rule: dict, columns: tuple[str, ...], defaults: dict):
        named = rule.get("columns", [rule["column"]] if "column" in rule else [])
        found = [column_at(column, columns) for column in named]
        options = {key: value for key, value in defaults.items() if value} | rule
        self.name, self.required = name, bool(rule.get("required"))
        self.constant, self.otherwise = rule.get("constant"), rule.get("otherwise")
        self.places = tuple(place for place in found if place is not None)
        self.join, self.prefix = rule.get("join", " "), rule.get("prefix", "")
        self.known = None
        if "values" in rule:
            codes = [*rule["values"].values(), *filter(None, [self.otherwise])]
            self.known = {str(code).casefold(): code for code in codes}
            self.known |= {key.casefold(): value for key, value in rule["values"].items()}
        self.convert = CONVERTERS[rule.get("as", "text")]
        if self.convert is day:  # a file has a million rows, and a century has 36,525 days
            self.convert = lru_cache(maxsize=1 << 16)(day)
        self.options = {key: value for key, value in options.items() if key not in RULE_KEYS}

    @property
    def is_same(self) -> bool:
        """Whether it says the same of every row of this file, and something where something is needed."""
        given = self.otherwise if self.constant is None else self.constant
        return (self.constant is not None or not self.places) and (
            not self.required or given not in (None, "")
        )

    def value(self, cells: tuple[str, ...]):
        if self.constant is not None:
            return self.constant
        if len(self.places) == 1:
            cell = cells[self.places[0]].strip()
        else:
            cell = self.join.join(cell for place in self.places if (cell := cells[place].strip()))
        if not cell:
            return self.otherwise
        if self.known is not None:
            return self._meant(cell)
        value = self.convert(cell, **self.options)
        return self.prefix + value if self.prefix else value

    def _meant(self, cell: str):
        """What a value of a column of choices means: by the mapping, or because it is one of the codes itself."""
        value = self.known.get(cell.casefold(), self.otherwise)
        if value is None:
            raise ValueError(_("“%(cell)s” is none of the choices; say what it means.") % {"cell": cell[:40]})
        return value


def _reason(rule: dict) -> str:
    because = rule["because"]
    return because.get(get_language() or "", "") or because["en"]
