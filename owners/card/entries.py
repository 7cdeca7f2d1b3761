"""One entry of a timeline, the mark where a page of it ends, and how a table is read from there on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core import signing
from django.db.models import DateTimeField, Q, QuerySet
from django.utils import timezone

_SALT = "owners.timeline"
_LONGEST = 300


@dataclass(frozen=True, order=True)
class Mark:
    """An entry's place in the timeline: when, and among those of one moment which; newer is greater."""

    at: datetime
    strand: str = ""
    pk: int = 0

    def written(self) -> str:
        """For an address: signed, so that nobody makes one up."""
        return signing.dumps([self.at.isoformat(), self.strand, self.pk], salt=_SALT)

    @classmethod
    def read(cls, written: str | None) -> "Mark | None":
        """The mark an address carries; None where there is none or it is not ours."""
        if not written or len(written) > _LONGEST:
            return None
        try:
            at, strand, pk = signing.loads(written, salt=_SALT)
        except signing.BadSignature:
            return None
        return cls(datetime.fromisoformat(at), strand, pk)


@dataclass(frozen=True)
class Entry:
    """Something that happened. A day without an hour counts as its last moment."""

    at: datetime | date
    strand: str
    pk: int
    text: str
    icon: str = "dot"
    tone: str = "calm"
    because: str = ""
    url: str = ""
    actor: str = ""
    row: object = field(default=None, compare=False)

    @property
    def kind(self) -> str:
        """What it is filtered by: the strand "case.closed" is of the kind "case"."""
        return self.strand.partition(".")[0]

    @property
    def mark(self) -> Mark:
        return Mark(moment(self.at), self.strand, self.pk)


def moment(at: datetime | date) -> datetime:
    """When something counts as having happened; days are those of the group's place."""
    if isinstance(at, datetime):
        return at
    return datetime.combine(at, time.max, timezone.get_default_timezone())


def asked_for(kinds: set[str] | None, *mine: str) -> bool:
    """Whether a filling has anything to say: all kinds are asked for, or one of its own."""
    return kinds is None or not kinds.isdisjoint(mine)


def strand(
    name: str, rows: QuerySet, at: str, tell: Callable[..., dict], *, before: Mark | None, limit: int
) -> list[Entry]:
    """The newest `limit` rows of a table before the mark, as entries; `tell(row)` gives text, icon, tone and so on.

    One statement that an index on the owner and `at` serves, newest first. Rows without a time are not told.
    """
    days = not isinstance(_column(rows.model, at), DateTimeField)
    if before is not None:
        rows = rows.filter(_older(name, at, before, days))
    else:
        rows = rows.filter(**{f"{at}__isnull": False})
    found = rows.order_by(f"-{at}", "-pk")[:limit]
    return [Entry(at=_value(row, at), strand=name, pk=row.pk, row=row, **tell(row)) for row in found]


def _older(name: str, at: str, before: Mark, days: bool) -> Q:
    """What comes after the mark in a strand of this name: at its very moment the names decide, then the ids."""
    until, whole = before.at, True
    if days:
        until = timezone.localdate(before.at, timezone.get_default_timezone())
        whole = moment(until) == before.at
        if not whole:
            until -= timedelta(days=1)
    if not whole or name < before.strand:
        return Q(**{f"{at}__lte": until})
    if name > before.strand:
        return Q(**{f"{at}__lt": until})
    tied = Q(**{f"{at}__lt": until}) | Q(**{at: until, "pk__lt": before.pk})
    return Q(**{f"{at}__lte": until}) & tied  # bounded by itself too, so that an index range serves it


def _column(model, path: str):
    *through, last = path.split("__")
    for part in through:
        model = model._meta.get_field(part).related_model
    return model._meta.get_field(last)


def _value(row, path: str):
    for part in path.split("__"):
        row = getattr(row, part)
    return row
