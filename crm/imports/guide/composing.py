"""A mapping as a table of columns, and the table as a mapping again. Pure.

On the page each column has one field; what else a mapping reads from that column goes with it. What a mapping takes
from no column at all, or joins from several, stays as it is.
"""

from dataclasses import dataclass, field

from crm.imports.mapping import Mapping, column_at, shipped

FACT = "@fact"
OPTIONS = {
    "date": ("order", "era", "century"),
    "moment": ("order", "era", "century"),
    "area": ("unit",),
    "amount": ("unit", "currency"),
    "share": ("unit",),
    "identity": ("kind",),
}
MOST_CHOICES = 30  # different values of a column that are given their meaning one by one


@dataclass(frozen=True)
class Line:
    """One column of the file: its heading, what stands in it, its field and how that is read."""

    place: int
    heading: str
    samples: list[str]
    field: str
    also: list[str] = field(default_factory=list)
    conversion: str = ""
    options: dict = field(default_factory=dict)
    values: list[tuple[str, str]] = field(default_factory=list)
    unusable: bool = False

    @property
    def letter(self) -> str:
        """As a spreadsheet calls it: A, B … Z, AA."""
        letters, number = "", self.place + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters


def catalogue(kind: str) -> dict[str, dict]:
    """The fields that a kind of rows has, with how each is read, whether it is needed and its choices."""
    return shipped()[kind].fields


def lines(mapping: Mapping, columns: tuple[str, ...], values: list[list[str]]) -> list[Line]:
    """The mapping as the table of a file's columns."""
    held = _held(mapping, columns)
    known = {column_at(column, columns): FACT for column in mapping.facts.values()}
    found = []
    for place, heading in enumerate(columns):
        names = held.get(place, [])
        name = names[0] if names else known.get(place, "")
        rule = mapping.fields.get(name, {})
        seen = _distinct(values[place])
        found.append(
            Line(
                place=place,
                heading=heading,
                samples=seen[:4],
                field=name,
                also=names[1:],
                conversion=rule.get("as", ""),
                options={key: rule[key] for key in OPTIONS.get(rule.get("as", ""), ()) if key in rule},
                values=_meanings(rule, seen),
                unusable=not heading or columns.index(heading) != place,
            )
        )
    return found


def _held(mapping: Mapping, columns: tuple[str, ...]) -> dict[int, list[str]]:
    """By column, the fields that are read from it alone, those that people know it by first."""
    held: dict[int, list[str]] = {}
    for name, rule in mapping.fields.items():
        place = column_at(rule["column"], columns) if "column" in rule else None
        if place is not None:
            held.setdefault(place, []).append(name)
    return held


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(value.strip() for value in values if value.strip()))


def _meanings(rule: dict, seen: list[str]) -> list[tuple[str, str]]:
    """Each different value of a column of choices with what it means; "" where the mapping does not say."""
    if "values" not in rule:
        return []
    known = {key.casefold(): value for key, value in rule["values"].items()}
    known |= {value.casefold(): value for value in rule["values"].values()}
    return [(value, known.get(value.casefold(), "")) for value in seen[:MOST_CHOICES]]


def choices_of(rule: dict) -> list[str]:
    """The codes that a column of choices may mean."""
    codes = list(dict.fromkeys(rule.get("values", {}).values()))
    otherwise = rule.get("otherwise")
    return codes if not otherwise or otherwise in codes else [*codes, otherwise]


@dataclass
class Chosen:
    """What the page says of one column."""

    field: str
    options: dict = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


def composed(base: Mapping, columns: tuple[str, ...], chosen: dict[int, Chosen], header_rows: int) -> dict:
    """The mapping that the table of columns says, as its JSON object; `base` is the one the table was made of."""
    held, known = _held(base, columns), catalogue(base.kind)
    fields = {name: rule for name, rule in base.fields.items() if "column" not in rule}
    facts: dict[str, str] = {}
    for place, said in sorted(chosen.items()):
        if place >= len(columns) or not said.field:
            continue
        if said.field == FACT:
            facts[columns[place]] = columns[place]
            continue
        before = held.get(place, [])
        rule = base.fields[said.field] if said.field in before else known.get(said.field)
        if rule is None or (said.field in fields and "column" in fields[said.field]):
            continue
        fields[said.field] = _rule(rule, columns[place], said)
        if before and said.field == before[0]:
            also = {name: base.fields[name] | {"column": columns[place]} for name in before[1:]}
            fields |= {name: rule for name, rule in also.items() if name not in fields}
    fields = with_defaults(fields, base.kind)
    return base.as_json() | {"fields": fields, "facts": facts, "header_rows": header_rows}


def with_defaults(fields: dict[str, dict], kind: str) -> dict[str, dict]:
    """The fields, and what a kind of rows says of itself where no column does: an owner is a person."""
    said = {name: rule["otherwise"] for name, rule in catalogue(kind).items() if "otherwise" in rule}
    return fields | {name: {"constant": value} for name, value in said.items() if name not in fields}


def _rule(rule: dict, heading: str, said: Chosen) -> dict:
    allowed = OPTIONS.get(rule.get("as", ""), ())
    rule = {key: value for key, value in rule.items() if key not in allowed} | {"column": heading}
    rule |= {key: value for key, value in said.options.items() if key in allowed and value not in ("", None)}
    if "values" in rule and said.values:
        codes = set(choices_of(rule))
        rule["values"] = rule["values"] | {key: value for key, value in said.values.items() if value in codes}
    return rule


def needed(mapping_fields: dict[str, dict], kind: str, *, project_known: bool) -> list[str]:
    """Fields without which no row of this kind is taken and to which nothing has been given yet."""
    wanted = [name for name, rule in catalogue(kind).items() if rule.get("required")]
    if not project_known:
        wanted.append("project")
    return [name for name in wanted if name not in mapping_fields]
