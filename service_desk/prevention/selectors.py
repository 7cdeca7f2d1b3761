"""Reads of prevention: what is common, what is being looked into, what was changed and whether it helped."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from owners.homes.models import Building, Home
from owners.homes.selectors import column_of, picture_of
from service_desk.cases.models import Case
from service_desk.cases.terms import PROCEDURE_KINDS
from service_desk.causes.counting import Asked, population
from service_desk.causes.models import CaseCause, Cause
from service_desk.causes.rules import DEEPEST
from service_desk.repairs.models import Contractor

from . import rules
from .models import CorrectiveAction, Inspection, Look
from .states import LookStatus

LOOKED_BACK = timedelta(days=730)
MOST_SEEN, MOST_SHOWN = 20_000, 30


@dataclass(frozen=True)
class Proposal:
    """A common defect with the homes that have it and those that may have it too."""

    cause: Cause
    building: Building
    entrance: str
    column: str
    contractor: Contractor | None
    homes: list[Home]
    siblings: list[Home]

    @property
    def key(self) -> str:
        contractor = self.contractor.code if self.contractor else ""
        return "|".join([self.cause.code, str(self.building.pk), self.entrance, self.column, contractor])


def proposals(user, today: date) -> list[Proposal]:
    """Defects of the last two years that several homes of a line or of one contractor have, not looked into yet.

    Seven queries, whatever the number of cases: the newest twenty thousand with a defect named are looked at.
    """
    asked = Asked(since=today - LOOKED_BACK, until=today)
    deep = f"^[^.]+{r'[.][^.]+' * (DEEPEST - 1)}$"
    rows = population(user, asked).filter(home__isnull=False, subject__regex=deep)
    cases = dict(rows.order_by("-received_at").values_list("pk", "home_id")[:MOST_SEEN])
    codes = dict(Case.objects.filter(pk__in=cases).values_list("pk", "subject"))
    homes = {
        home.pk: home for home in Home.objects.filter(pk__in=set(cases.values())).select_related("entrance")
    }
    builders = dict(
        CaseCause.objects.filter(case__in=cases, contractor__isnull=False).values_list(
            "case_id", "contractor_id"
        )
    )
    seen = [
        rules.Seen(codes[pk], homes[home].building_id, column_of(homes[home]), home, builders.get(pk))
        for pk, home in cases.items()
    ]
    return _dressed(rules.common_defects(seen))


def _dressed(found: list[rules.Common]) -> list[Proposal]:
    known = {
        (row.cause.code, row.building_id, row.entrance, row.column, row.contractor_id)
        for row in Inspection.objects.filter(building__in={one.building for one in found}).select_related(
            "cause"
        )
    }
    fresh = [one for one in found if (one.code, one.building, *_line(one), one.contractor) not in known]
    open_ones = fresh[:MOST_SHOWN]
    buildings = Building.objects.select_related("project").in_bulk({one.building for one in open_ones})
    causes = {row.code: row for row in Cause.objects.filter(code__in={one.code for one in open_ones})}
    companies = Contractor.objects.in_bulk({one.contractor for one in open_ones if one.contractor})
    beside = _homes_in(buildings)
    return [
        _proposal(one, causes[one.code], buildings[one.building], companies.get(one.contractor), beside)
        for one in open_ones
        if one.code in causes
    ]


def _line(one: rules.Common) -> tuple[str, str]:
    return one.column or ("", "")


def _homes_in(buildings) -> dict[int, list[Home]]:
    found: dict[int, list[Home]] = {pk: [] for pk in buildings}
    rows = Home.objects.filter(building__in=buildings).select_related("entrance")
    for home in rows.order_by("-floor", "number_key"):
        found[home.building_id].append(home)
    return found


def _proposal(one: rules.Common, cause, building, contractor, beside) -> Proposal:
    entrance, column = _line(one)
    line = [home for home in beside[building.pk] if one.column is None or column_of(home) == one.column]
    return Proposal(
        cause=cause,
        building=building,
        entrance=entrance,
        column=column,
        contractor=contractor,
        homes=[home for home in line if home.pk in one.homes],
        siblings=[home for home in line if home.pk not in one.reported],
    )


def proposal_called(user, key: str, today: date) -> Proposal | None:
    """The proposal of this key, if it still stands."""
    return next((one for one in proposals(user, today) if one.key == key), None)


def inspections(user, *, limit: int = 50) -> list[Inspection]:
    """Inspections in scope, newest first, with their looks; two queries."""
    rows = Inspection.objects.visible_to(user).select_related("project", "building", "cause", "contractor")
    return list(rows.prefetch_related("looks").order_by("-opened_at", "-pk")[:limit])


def looks_of(inspection: Inspection) -> list[Look]:
    """The homes from the top floor down."""
    rows = inspection.looks.select_related("home__entrance", "engineer", "case", "looked_by")
    return list(rows.order_by("-home__floor", "home__number_key"))


def looks_for(user, *, limit: int = 50) -> list[Look]:
    """What was given to this person and is still to be looked at, by house from the top floor down; one query."""
    rows = Look.objects.filter(engineer=user, status__in=[LookStatus.WAITING, LookStatus.NOT_REACHED])
    rows = rows.filter(inspection__in=Inspection.objects.visible_to(user, "prevention.look"))
    shown = ("inspection__project", "inspection__building", "inspection__cause", "home__entrance")
    order = ("inspection__opened_at", "inspection_id", "-home__floor", "home__number_key")
    return list(rows.select_related(*shown).order_by(*order)[:limit])


@dataclass(frozen=True)
class Cell:
    """A home in the picture of its building: `status` of the look, "reported" where it was known before, else ""."""

    home: Home
    status: str


def picture(inspection: Inspection) -> list[tuple[int, list[Cell | None]]]:
    """The building floor by floor, each home with what is known of it."""
    looks = {look.home_id: str(look.status) for look in inspection.looks.all()}
    reported = set(
        Case.objects.filter(home__building=inspection.building, subject=inspection.cause.code).values_list(
            "home_id", flat=True
        )
    )
    return [
        (floor, [home and Cell(home, _status(home, looks, reported)) for home in homes])
        for floor, homes in picture_of(inspection.building).floors
    ]


def _status(home: Home, looks: dict[int, str], reported: set[int]) -> str:
    return looks.get(home.pk) or ("reported" if home.pk in reported else "")


def actions(user, *, limit: int = 100) -> list[CorrectiveAction]:
    """Corrective actions in scope, what is due first, what is over last."""
    rows = CorrectiveAction.objects.visible_to(user).select_related("project", "cause", "responsible")
    return list(rows.order_by("check_on", "due_on", "pk")[:limit])


@dataclass(frozen=True)
class Figures:
    """The same homes over two stretches of the same length."""

    homes: int
    before: int
    after: int


def figures(action: CorrectiveAction) -> Figures:
    """How often the cause came up in the project's homes before the change was done and after it.

    The homes are those that were handed over before the first stretch began: the same ones both times.
    """
    length = timedelta(days=action.window_days)
    first, middle, end = action.done_on - length, action.done_on, action.done_on + length
    homes = Home.objects.filter(project=action.project, handover_on__lt=first)
    return Figures(homes.count(), _cases(action, homes, first, middle), _cases(action, homes, middle, end))


def _cases(action: CorrectiveAction, homes, since: date, until: date) -> int:
    zone = ZoneInfo(action.project.timezone)
    code = action.cause.code
    rows = Case.objects.filter(
        Q(subject=code) | Q(subject__startswith=f"{code}."),
        project=action.project,
        home__in=homes,
        kind__in=sorted(PROCEDURE_KINDS),
        received_at__gte=datetime.combine(since, time(), zone),
        received_at__lt=datetime.combine(until, time(), zone),
    )
    return rows.count()
