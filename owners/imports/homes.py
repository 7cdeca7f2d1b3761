"""Rows of homes."""

from datetime import datetime

from crm.imports.kinds import Incoming, Taken
from owners.homes.services import HOME_FIELDS, add_homes
from owners.homes.states import HomeStatus
from owners.imports.rows import by_project, kept
from owners.outcomes import Outcome

PLACE = ("building", "entrance", "floor", "unit", "number", "handover_on", "floors")


def take(actor, rows: list[Incoming], *, now: datetime) -> list[Taken]:
    """Homes are known by their number in the project; a row whose home is there changes nothing."""

    def of_project(project, its: list[Incoming]) -> list[Taken]:
        outcomes = add_homes(actor, project, [_fields(row) for row in its], now=now)
        return [_taken(outcome) for outcome in outcomes]

    return by_project(rows, of_project)


def _taken(outcome: Outcome) -> Taken:
    number = outcome.row.public_number if outcome.row else ""
    keys = (("owners.Home", outcome.row.pk),) if outcome.made else ()
    return Taken(number, outcome.made, str(outcome.refused), keys)


def _fields(row: Incoming) -> dict:
    fields = kept(row.values, (*PLACE, *HOME_FIELDS))
    if "handover_on" in fields:
        fields["status"] = HomeStatus.HANDED_OVER
    return fields | {"source": row.source, "external_ref": row.external_ref}
