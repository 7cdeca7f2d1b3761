"""What is overdue and what is due soon, by team and by department: for the supervisor's boards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q

from crm.organisation.models import Department
from service_desk.cases.access import NO_PROJECT, readable_projects
from service_desk.clocks.models import Deadline

SOON = timedelta(hours=24)
PAGE = 50


@dataclass(frozen=True)
class Line:
    """One team or department: how many of its clocks are overdue, how many are due soon, and the first of them."""

    department: Department | None
    overdue: int
    soon: int
    first_due_at: datetime | None


@dataclass(frozen=True)
class Board:
    """The running clocks that need somebody: those of the desk's teams, and those of departments asked by a slip."""

    teams: list[Line]
    departments: list[Line]
    overdue: int
    soon: int


def board(user, now: datetime) -> Board:
    """Two queries, whatever the number of clocks. A department's clock is its slip's; all others are the team's."""
    rows = list(
        _pressing(user, now)
        .values(who=F("slip__department"), team=F("case__team"))
        .annotate(
            overdue=Count("id", filter=Q(due_at__lt=now)),
            soon=Count("id", filter=Q(due_at__gte=now)),
            first=Min("due_at"),
        )
        .order_by()
    )
    known = Department.objects.in_bulk()
    asked = [row for row in rows if row["who"]]
    desk = [row for row in rows if not row["who"]]
    return Board(
        teams=_lines(desk, "team", known),
        departments=_lines(asked, "who", known),
        overdue=sum(row["overdue"] for row in rows),
        soon=sum(row["soon"] for row in rows),
    )


def pressing(user, now: datetime, *, team=None, department=None, overdue: bool = False, limit: int = PAGE):
    """The clocks behind a figure of the board, soonest due first; team and department are ids, 0 is "none"."""
    rows = _pressing(user, now)
    if overdue:
        rows = rows.filter(due_at__lt=now)
    if department is not None:
        rows = rows.filter(slip__department=department)
    if team is not None:
        rows = rows.filter(slip=None, case__team=team or None)
    shown = ("case__project", "case__assignee", "case__team", "slip__department", "visit")
    return list(rows.select_related(*shown).order_by("due_at", "id")[:limit])


def _pressing(user, now: datetime):
    """Running clocks due before long, in the projects where the user reads cases. One that stands still is due no day:
    when it is, is known once it goes on."""
    rows = Deadline.objects.running().filter(due_at__lt=now + SOON, paused_at=None)
    if user.unrestricted:
        return rows
    return rows.filter(case__project__in=readable_projects(user) or NO_PROJECT)


def _lines(rows, key: str, known: dict) -> list[Line]:
    """One line for each team or department, the most overdue first."""
    found: dict = {}
    for row in rows:
        so_far = found.get(row[key])
        first = row["first"] if so_far is None else min(row["first"], so_far.first_due_at)
        found[row[key]] = Line(
            department=known.get(row[key]),
            overdue=row["overdue"] + (so_far.overdue if so_far else 0),
            soon=row["soon"] + (so_far.soon if so_far else 0),
            first_due_at=first,
        )
    return sorted(found.values(), key=lambda line: (-line.overdue, -line.soon))
