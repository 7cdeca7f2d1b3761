"""Keyset paging: page after page without OFFSET, stable while rows arrive at the top."""

import base64
import binascii
import json
from dataclasses import dataclass, field

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q
from django.db.models.functions import Coalesce

CAP = 1000


@dataclass(frozen=True)
class KeysetPage:
    """Rows of one page and the mark where the next begins (None: this was the last)."""

    rows: list
    next_mark: str | None
    first: bool = True
    extra: dict = field(default_factory=dict)

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def keyset_page(rows, *, by: tuple[str, ...], mark: str | None = None, size: int = 50) -> KeysetPage:
    """One page of a queryset ordered by `by` (field names, "-" for descending; the last one unique).

    A mark that cannot be read begins at the start: a bookmark must never be an error.
    """
    values = read_mark(mark, len(by))
    filled = {name for name in by if _never_empty(rows, name.lstrip("-"))}
    ordered = rows.order_by(*(name if name in filled else _order(name) for name in by))
    if values is not None:
        ordered = ordered.filter(_after(by, values, filled))
    found = list(ordered[: size + 1])
    more = len(found) > size
    found = found[:size]
    return KeysetPage(found, write_mark(found[-1], by) if more else None, first=values is None)


def _never_empty(rows, name: str) -> bool:
    """Whether a column of the table always has a value. An order that says where the empty ones stand is one that
    no plain index has, however few there are; so it says so only where there can be some."""
    if name in rows.query.annotations:
        return isinstance(rows.query.annotations[name], Coalesce)
    try:
        return not rows.model._meta.get_field(name).null
    except FieldDoesNotExist:
        return False


def _order(name: str):
    bare = name.lstrip("-")
    return F(bare).desc(nulls_last=True) if name.startswith("-") else F(bare).asc(nulls_last=True)


def _after(by, values, filled) -> Q:
    """Lexicographic "comes after", nulls last. A first column without nulls is bounded by itself: an index range."""
    condition, equal = Q(), Q()
    for name, value in zip(by, values, strict=True):
        bare = name.lstrip("-")
        if value is None:
            equal &= Q(**{f"{bare}__isnull": True})
            continue
        step = Q(**{f"{bare}__{_beyond(name)}": value})
        condition |= equal & (step if name in filled else step | Q(**{f"{bare}__isnull": True}))
        equal &= Q(**{bare: value})
    first = by[0]
    if first in filled and values[0] is not None:
        condition &= Q(**{f"{first.lstrip('-')}__{_beyond(first)}e": values[0]})
    return condition


def _beyond(name: str) -> str:
    return "lt" if name.startswith("-") else "gt"


def write_mark(row, by) -> str:
    values = [_value(row, name.lstrip("-")) for name in by]
    return base64.urlsafe_b64encode(json.dumps(values, cls=DjangoJSONEncoder).encode()).decode().rstrip("=")


def _value(row, name: str):
    """A field of a row, be it a model or a dict of `values()`."""
    if isinstance(row, dict):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def read_mark(mark: str | None, length: int) -> list | None:
    if not mark or len(mark) > 400:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (ValueError, binascii.Error):
        return None
    return values if isinstance(values, list) and len(values) == length else None


def capped_count(rows, cap: int = CAP) -> int:
    """At most cap + 1: enough to show the number, or "1000+"."""
    return rows.order_by()[: cap + 1].count()
