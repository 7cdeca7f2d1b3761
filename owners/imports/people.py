"""Rows of owners, each with the home he owns if the row names one."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from crm.imports.kinds import Incoming, Taken
from owners.contracts.bulk import record_ownerships
from owners.imports.rows import by_project, home_in, homes_by_number, kept
from owners.outcomes import Outcome
from owners.people.bulk import add_owners
from owners.people.profile import PROFILE_FIELDS

NOT_FROM_FILES = {"manager", "household", "source", "external_ref"}
FIELDS = PROFILE_FIELDS - NOT_FROM_FILES


def take(actor, rows: list[Incoming], *, now: datetime) -> list[Taken]:
    """Add owners; a row that names a home must find it, and the owner holds it from `owned_since`."""

    def of_project(project, its: list[Incoming]) -> list[Taken]:
        homes = homes_by_number(project, (row.values.get("home") for row in its))
        wrong = {place: reason for place, row in enumerate(its) if (reason := _wrong(row, homes))}
        good = [row for place, row in enumerate(its) if place not in wrong]
        added = iter(_add(actor, project, good, homes, now))
        return [Taken(refused=wrong[place]) if place in wrong else next(added) for place in range(len(its))]

    return by_project(rows, of_project)


def _wrong(row: Incoming, homes: dict) -> str:
    number = row.values.get("home")
    if number and home_in(homes, number) is None:
        return _("There is no home %(number)s in this project.") % {"number": number}
    share = row.values.get("share")
    if share is not None and not 0 < share <= 100:
        return _("A share is more than nothing and at most the whole.")
    return ""


def _add(actor, project, rows: list[Incoming], homes: dict, now: datetime) -> list[Taken]:
    outcomes = add_owners(actor, [_fields(row, project) for row in rows], now=now)
    holding = {
        place: _holding(outcome.row, home, row, now)
        for place, (row, outcome) in enumerate(zip(rows, outcomes, strict=True))
        if not outcome.refused and (home := home_in(homes, row.values.get("home")))
    }
    held = record_ownerships(actor, holding.values(), now=now) if holding else []
    beside = {place: outcome.row for place, outcome in zip(holding, held, strict=True) if outcome.made}
    return [_taken(outcome, beside.get(place)) for place, outcome in enumerate(outcomes)]


def _taken(outcome: Outcome, ownership) -> Taken:
    made = [("owners.Owner", outcome.row.pk)] if outcome.made else []
    made += [("owners.Ownership", ownership.pk)] if ownership else []
    keys = (*made, *outcome.beside)
    return Taken(outcome.row.number if outcome.row else "", outcome.made, str(outcome.refused), keys)


def _fields(row: Incoming, project) -> dict:
    return kept(row.values, FIELDS) | {
        "project": project,
        "source": "import",
        "external_ref": _reference(row),
    }


def _reference(row: Incoming) -> str:
    """Owners know one source, "import"; so the reference carries the name of the list it comes from."""
    return f"{row.source}:{row.external_ref}"[:80]


def _holding(owner, home, row: Incoming, now: datetime) -> dict:
    share = row.values.get("share") or Decimal(1)
    since = row.values.get("owned_since") or row.values.get("known_since") or now.date()
    return {"owner": owner, "home": home, "share": share / 100 if share > 1 else share, "since": since}
