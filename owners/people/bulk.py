"""Many owners at once, by the rules of `add_owner`, in a fixed number of statements for any number of rows."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm import numbers
from crm.audit.services import record
from owners.days import day_of
from owners.outcomes import Outcome

from . import profile
from .models import Household, Owner, OwnerProject

_KEYS = ("phone_index", "identity_index")


def add_owners(actor, rows: Iterable[dict], *, now: datetime) -> list[Outcome]:
    """Add owners from rows that hold what `add_owner` takes: `project`, `kind`, `name` and the profile.

    A row whose source and external_ref are known comes back as the owner who is there, so that an import
    can be repeated; a known phone or identity number is refused with the code `duplicate_owner`. The
    outcomes stand in the order of the rows. No fact is published for each: many owners at once are
    history being carried over, not news; the audit holds the count.
    """
    read = [_read(row, now) for row in rows]
    try:
        return _write(actor, read, now)
    except IntegrityError:
        return _write(actor, read, now)  # somebody added one of them in between; now he is found


class _Row:
    """One row on its way in."""

    def __init__(self, project, plain, wrong):
        self.project, self.plain, self.wrong = project, plain, wrong
        self.columns = {} if wrong else profile.columns(plain)
        self.reference = (plain.get("source", ""), plain.get("external_ref"))

    def unique(self):
        """The (column, blind index) pairs that nobody else may have."""
        return [(name, self.columns[name]) for name in _KEYS if self.columns.get(name)]


def _read(row: dict, now: datetime) -> _Row:
    said = dict(row)
    project = said.pop("project", None)
    plain = profile.read({name: value for name, value in said.items() if value not in (None, "")})
    plain.setdefault("name", "")
    plain.setdefault("known_since", day_of(now, project))
    wrong = profile.check(plain, now=now)
    return _Row(project, plain, " ".join(wrong.values()))


def _write(actor, rows: list[_Row], now: datetime) -> list[Outcome]:
    with transaction.atomic():
        known, held = _known_references(rows), _held(rows)
        holders = [owner.pk for owner in held.values()]
        seen = set(Owner.objects.visible_to(actor).filter(pk__in=holders).values_list("pk", flat=True))
        outcomes, fresh = [], []
        for row in rows:
            outcome = _outcome(row, known, held, seen)
            if outcome.made:
                outcome.row.created_at = outcome.row.updated_at = now
                fresh.append(outcome.row)
            outcomes.append(outcome)
        if fresh:
            for owner, number in zip(fresh, numbers.draw_many("owner", len(fresh), now), strict=True):
                owner.number = number
            Owner.objects.bulk_create(fresh, batch_size=1000)
            after = {"count": len(fresh), "first": fresh[0].number, "last": fresh[-1].number}
            record(actor, "owners.add_many", fresh[0], now=now, after=after)
        _scopes(rows, outcomes)
    return outcomes


def _outcome(row: _Row, known: dict, held: dict, seen: set) -> Outcome:
    """Decide one row; a row that is added is entered into `known` and `held` for those after it."""
    if row.wrong:
        return Outcome(refused=row.wrong, code="invalid")
    if row.reference in known:
        return Outcome(row=known[row.reference])
    for key in row.unique():
        if key in held:
            visible = held[key].pk is None or held[key].pk in seen
            return Outcome(row=held[key] if visible else None, refused=_sentence(key), code="duplicate_owner")
    owner = Owner(stage_on=row.plain["known_since"], **row.columns)
    if row.reference[1]:
        known[row.reference] = owner
    held.update(dict.fromkeys(row.unique(), owner))
    return Outcome(row=owner, made=True)


def _sentence(key) -> str:
    if key[0] == "phone_index":
        return _("An owner with this phone number is already here.")
    return _("An owner with this identity number is already here.")


def _known_references(rows: list[_Row]) -> dict:
    references = [row.reference[1] for row in rows if row.reference[1]]
    found = Owner.objects.filter(external_ref__in=references).defer("phone", "email", "identity")
    found = found.select_related("merged_into")
    # what was imported as two and merged since is known as the one who was kept
    return {(owner.source, owner.external_ref): owner.merged_into or owner for owner in found}


def _held(rows: list[_Row]) -> dict:
    """Who has the phones and identity numbers of these rows, by (column, blind index)."""
    held = {}
    for column in _KEYS:
        values = [row.columns[column] for row in rows if row.columns.get(column)]
        for owner in Owner.objects.filter(**{f"{column}__in": values}).only("pk", "number", "name", column):
            held[column, bytes(getattr(owner, column))] = owner
    return held


def _scopes(rows: list[_Row], outcomes: list[Outcome]) -> None:
    """An owner belongs to the project of each of his rows, new or known."""
    pairs = {
        (outcome.row.pk, row.project.pk): row.plain["known_since"]
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome.row and not outcome.refused and row.project
    }
    OwnerProject.objects.bulk_create(
        [OwnerProject(owner_id=o, project_id=p, since=since) for (o, p), since in pairs.items()],
        ignore_conflicts=True,
        batch_size=5000,
    )


def open_households(actor, labels: list[str], *, now: datetime) -> list[Household]:
    """Households for owners about to be added, in the order of the labels."""
    return Household.objects.bulk_create(
        [Household(label=label, created_at=now) for label in labels], batch_size=5000
    )
