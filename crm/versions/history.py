"""The versions of a thing as a page and an answer tell them: who, when, why, and what changed from one to the next."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from operator import eq
from types import MappingProxyType

from django.db.models import QuerySet
from django.forms import BaseForm, BooleanField, Field
from django.utils.translation import gettext as _

from crm.audit.models import AuditEntry

SHOWN = 20
LONG, AROUND = 80, 12


@dataclass(frozen=True)
class Table:
    """What a table of versions calls that which every version has; no `because` where the audit trail keeps it."""

    number: str = "version"
    at: str = "made_at"
    by: str = "made_by"
    because: str = ""


@dataclass(frozen=True)
class Change:
    """One thing that a version says otherwise than the one before."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """One version in words; `back` is the address that brings it back, for whoever may."""

    number: int
    at: datetime | None
    by: object
    because: str
    in_force: bool
    changes: list[Change]
    back: str


def versions(
    rows: QuerySet | Sequence,
    table: Table,
    *,
    in_force: int,
    says: Callable[[object], dict[str, str]],
    whys: Mapping[int, str] | None = None,
    back: Callable[[int], str] | None = None,
) -> list[Version]:
    """The newest `SHOWN` of these rows, the newest first; one more is read for what the last of them changed.

    `says` is what a row says, in words by what they are about; `whys` are the reasons of versions whose table keeps none.
    """
    rows = list(rows[: SHOWN + 1])
    said = [says(row) for row in rows]
    older = [*said[1:], said[-1]] if said else []
    found = []
    for row, after, before in zip(rows[:SHOWN], said, older, strict=False):
        number = getattr(row, table.number)
        holds = number == in_force
        found.append(
            Version(
                number=number,
                at=getattr(row, table.at),
                by=getattr(row, table.by, None),  # what ships was made by nobody
                because=_reason(row, table, (whys or {}).get(number, "")),
                in_force=holds,
                changes=_changes(before, after),
                back=back(number) if back and not holds else "",
            )
        )
    return found


def _reason(row, table: Table, kept_elsewhere: str) -> str:
    """Why, as it was written; what is shipped is said in the reader's language."""
    text = getattr(row, table.because) if table.because else kept_elsewhere
    return _(text) if text else ""


def _changes(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    pairs = [(what, before.get(what, ""), after.get(what, "")) for what in before | after]
    return [Change(what, *_apart(old, new)) for what, old, new in pairs if old != new]


def _apart(before: str, after: str) -> tuple[str, str]:
    """Two texts; of long ones only the part in which they differ, with a little around it."""
    if max(len(before), len(after)) <= LONG:
        return before, after
    same = _alike(before, after)
    rest = _alike(before[same:][::-1], after[same:][::-1])
    return _cut(before, same, len(before) - rest), _cut(after, same, len(after) - rest)


def _alike(one: str, other: str) -> int:
    """With how many letters two texts begin alike."""
    return sum(1 for _letter in takewhile(lambda pair: eq(*pair), zip(one, other, strict=False)))


def _cut(text: str, first: int, last: int) -> str:
    first, last = max(first - AROUND, 0), min(last + AROUND, len(text))
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"


def in_words(form: BaseForm, values: Mapping, labels: Mapping = MappingProxyType({})) -> dict[str, str]:
    """What a version says, by the labels of the form in which it is edited; `values` are what its fields would hold.

    `labels` are said of the fields whose own label tells too little.
    """
    shown = {name: field for name, field in form.fields.items() if name in values}
    return {
        str(labels.get(name, field.label)): _text(field, values[name])
        for name, field in shown.items()
        if not field.widget.is_hidden
    }


def _text(field: Field, value) -> str:
    if isinstance(field, BooleanField):
        return _("Yes") if value else _("No")
    if value is None or value == "":
        return ""
    several = value if isinstance(value, list | tuple) else [value]
    labels = dict(getattr(field, "choices", ()))
    return ", ".join(str(labels.get(one, field.prepare_value(one))) for one in several)


def reasons(model, keys: Iterable) -> dict[int, str]:
    """Why each version of one thing was made, where the audit trail was told; `keys` are the rows it spoke of. One query."""
    entries = AuditEntry.objects.filter(
        subject_type=model._meta.label_lower, subject_id__in=[str(key) for key in keys]
    ).exclude(because="")
    return dict(entries.values_list("after__version", "because"))
