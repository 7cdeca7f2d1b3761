"""Reads of warranty for the desk: what a home's parts stand at, what a case was judged, what may be extended."""

from datetime import datetime

from owners.days import day_of
from owners.warranty.selectors import Warranty, guessed_part, warranty_of
from service_desk.cases import hanging
from service_desk.cases.models import Proposal
from service_desk.cases.terms import PartKind

from .models import WarrantyCheck


def standings(home, at: datetime) -> list[Warranty]:
    """Every part of a home on the day of `at` there; four queries, whatever the number of parts."""
    return warranty_of(home, day_of(at, home.project))


def standings_of(case) -> list[Warranty]:
    """As they stood when the case came in. The home is of the case's project, which needs no second look."""
    case.home.project = case.project
    return standings(case.home, case.received_at)


def guess_in(rows: list[Warranty], said: str) -> Warranty | None:
    """Of these parts the one that the words seem to be about."""
    if not rows or not said.strip():
        return None
    found = guessed_part(said, rows[0].part.country)
    return next((row for row in rows if found and row.part.pk == found.pk), None)


def check_of(case) -> WarrantyCheck | None:
    """What was judged of this case."""
    return hanging.of(case, WarrantyCheck).select_related("part", "judged_by").first()


def promised_extension(case) -> Proposal | None:
    """The agreed proposal of this case that promises a longer warranty, if there is one."""
    rows = hanging.of(case, Proposal).filter(status="agreed", parts__kind=PartKind.WARRANTY)
    return rows.order_by("-decided_at", "-pk").first()
