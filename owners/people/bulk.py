"""Many owners at once, by the rules of `add_owner`, in a fixed number of statements for any number of rows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm import copying, numbers
from crm.audit.services import record
from owners.days import day_of
from owners.outcomes import Outcome

from . import profile
from .models import Household, Owner

_KEYS = ("phone_index", "identity_index")
_AGAIN = 5  # times a whole file is looked at anew because somebody else was quicker with one of its rows


def add_owners(actor, rows: Iterable[dict], *, now: datetime) -> list[Outcome]:
    """Add owners from rows that hold what `add_owner` takes: `project`, `kind`, `name` and the profile.

    A row whose source and external_ref are known comes back as the owner who is there, so that an import
    can be repeated, where the actor sees him; one he does not see is refused, or a list of references would
    bring anybody into his scope. A known phone or identity number is refused with the code `duplicate_owner`. The
    outcomes stand in the order of the rows. No fact is published for each: many owners at once are
    history being carried over, not news; the audit holds the count.
    """
    read = _read_all(rows, now)
    for _attempt in range(_AGAIN):
        try:
            return _write(actor, read, now)
        except _Quicker:
            continue  # somebody added one of them in between; now he is found
    raise _Quicker


class _Quicker(Exception):
    """A row was added by somebody else after we had looked."""


class _Row:
    """One row on its way in."""

    __slots__ = ("columns", "keys", "plain", "project", "reference", "wrong")

    def __init__(self, project, plain, wrong):
        self.project, self.plain, self.wrong = project, plain, wrong
        self.columns = {} if wrong else profile.columns(plain)
        self.reference = (plain.get("source", ""), plain.get("external_ref"))
        # the (column, blind index) pairs that nobody else may have
        self.keys = [(name, self.columns[name]) for name in _KEYS if self.columns.get(name)]


def _read_all(rows: Iterable[dict], now: datetime) -> list[_Row]:
    days = {}
    read = []
    for row in rows:
        plain = {name: value for name, value in row.items() if value not in (None, "")}
        project = plain.pop("project", None)
        plain = profile.read(plain)
        plain.setdefault("name", "")
        if "known_since" not in plain:
            if project not in days:
                days[project] = day_of(now, project)
            plain["known_since"] = days[project]
        wrong = profile.check(plain, now=now)
        read.append(_Row(project, plain, " ".join(wrong.values())))
    return read


@transaction.atomic
def _write(actor, rows: list[_Row], now: datetime) -> list[Outcome]:
    known, held = _known_references(rows), _held(rows)
    seen = _seen(actor, held | known)
    outcomes = [_outcome(row, known, held, seen) for row in rows]
    fresh = [outcome.row for outcome in outcomes if outcome.made]
    if fresh:
        _insert(fresh, now)
        after = {"count": len(fresh), "first": fresh[0].number, "last": fresh[-1].number}
        record(actor, "owners.add_many", fresh[0], now=now, after=after)
    return _scopes(rows, outcomes)


def _outcome(row: _Row, known: dict, held: dict, seen: set) -> Outcome:
    """Decide one row; a row that is added is entered into `known` and `held` for those after it."""
    if row.wrong:
        return Outcome(refused=row.wrong, code="invalid")
    if row.reference in known:
        there = known[row.reference]
        if there.pk is None or there.pk in seen:
            return Outcome(row=there)
        sentence = _("An owner with this reference is already here.")
        return Outcome(refused=sentence, code="duplicate_owner")
    for key in row.keys:
        if key in held:
            visible = held[key].pk is None or held[key].pk in seen
            return Outcome(row=held[key] if visible else None, refused=_sentence(key), code="duplicate_owner")
    owner = _owner(row)
    if row.reference[1]:
        known[row.reference] = owner
    held.update(dict.fromkeys(row.keys, owner))
    return Outcome(row=owner, made=True)


def _owner(row: _Row) -> Owner:
    columns = dict(row.columns)
    for name in ("manager", "household"):
        if name in columns:
            columns[f"{name}_id"] = columns.pop(name).pk
    return copying.instance(Owner, {"id": None, "stage_on": row.plain["known_since"], **columns})


def _insert(fresh: list[Owner], now: datetime) -> None:
    """Give them keys and numbers and write them; `_Quicker` where a unique index holds one of them meanwhile."""
    keys, drawn = copying.draw_keys(Owner, len(fresh)), numbers.draw_many("owner", len(fresh), now)
    for owner, key, number in zip(fresh, keys, drawn, strict=True):
        owner.pk, owner.number = key, number
        owner.created_at = owner.updated_at = now
    if not copying.add_unless_taken(Owner, [owner.__dict__ for owner in fresh]):
        raise _Quicker


def _sentence(key) -> str:
    if key[0] == "phone_index":
        return _("An owner with this phone number is already here.")
    return _("An owner with this identity number is already here.")


def _known_references(rows: list[_Row]) -> dict:
    """Who is here under these references; whoever was merged is found where he has gone."""
    pairs = [row.reference for row in rows if row.reference[1]]
    found = Owner.objects.raw(
        "SELECT stays.id, stays.number, source, external_ref FROM"
        " (SELECT coalesce(merged_into_id, id) AS id, source, external_ref FROM owners_owner"
        " JOIN unnest(%s::text[], %s::text[]) AS said(source, external_ref) USING (source, external_ref)) found"
        " JOIN (SELECT id, number FROM owners_owner) stays USING (id)",
        [[source for source, _ref in pairs], [reference for _source, reference in pairs]],
    )
    return {(owner.source, owner.external_ref): owner for owner in found}


def _held(rows: list[_Row]) -> dict:
    """Who has the phones and identity numbers of these rows, by (column, blind index)."""
    held = {}
    for column in _KEYS:
        values = [row.columns[column] for row in rows if row.columns.get(column)]
        statement = f"SELECT id, number, name, {column} FROM owners_owner WHERE {column} = ANY(%s::bytea[])"  # noqa: S608  one of _KEYS
        for owner in Owner.objects.raw(statement, [values]):
            held[column, bytes(getattr(owner, column))] = owner
    return held


def _seen(actor, held: dict) -> set[int]:
    """Those of them whom the actor sees."""
    holders = [owner.pk for owner in held.values()]
    return set(Owner.objects.visible_to(actor).filter(pk__in=holders).values_list("pk", flat=True))


def _scopes(rows: list[_Row], outcomes: list[Outcome]) -> list[Outcome]:
    """An owner belongs to the project of each of his rows, new or known; a known one's outcome names what that made."""
    pairs = {
        (outcome.row.pk, row.project.pk): row.plain["known_since"]
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome.row and not outcome.refused and row.project
    }
    made = belong(pairs)
    return [
        replace(outcome, beside=(("owners.OwnerProject", made.pop(pair)),))
        if not outcome.made
        and outcome.row
        and not outcome.refused
        and row.project
        and (pair := (outcome.row.pk, row.project.pk)) in made
        else outcome
        for row, outcome in zip(rows, outcomes, strict=True)
    ]


def belong(pairs: dict[tuple[int, int], object]) -> dict[tuple[int, int], int]:
    """Owners who belong to projects, (owner, project) → since when; the keys of those who did not belong before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO owners_ownerproject (owner_id, project_id, since)"
            " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) ON CONFLICT DO NOTHING RETURNING owner_id, project_id, id",
            [[owner for owner, _ in pairs], [project for _, project in pairs], list(pairs.values())],
        )
        return {(owner, project): key for owner, project, key in cursor.fetchall()}


def open_households(actor, labels: list[str], *, now: datetime) -> list[Household]:
    """Households for owners about to be added, in the order of the labels."""
    return Household.objects.bulk_create(
        [Household(label=label, created_at=now) for label in labels], batch_size=5000
    )
