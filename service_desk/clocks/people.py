"""How much each person has in hand, in cases: behind each figure stand as many rows of the queue."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q

from crm.accounts.models import User, UserProject
from crm.accounts.permissions import VERBS, may, projects_for
from crm.organisation.models import Project
from service_desk.cases.access import NO_PROJECT, readable_projects
from service_desk.cases.models import Case
from service_desk.cases.states import WAITING_FOR_DEPARTMENT, WAITING_FOR_OWNER
from service_desk.workspace.lists import OPEN, due_today, overdue

WAITING = sorted(WAITING_FOR_DEPARTMENT | WAITING_FOR_OWNER)
MOST = 200
FIGURES = {"open": {"sort": "urgent"}, "due_today": {"due": "today"}, "overdue": {"due": "overdue"}}
FIGURES["waiting"] = {"status": ",".join(WAITING)}


@dataclass(frozen=True)
class Load:
    """One person's open cases; `narrowed` names the projects where the reader sees fewer than all of them."""

    person: User
    open: int = 0
    due_today: int = 0
    overdue: int = 0
    waiting: int = 0
    narrowed: tuple[str, ...] = ()

    @cached_property
    def rows(self) -> dict[str, str]:
        """For each figure, how the queue is asked for the same cases; there they are handed over."""
        same = {"view": "open", "assignee": self.person.username}
        if self.narrowed:
            same["project"] = ",".join(self.narrowed)
        return {figure: urlencode(same | asked) for figure, asked in FIGURES.items()}


def loads(user, now: datetime) -> list[Load]:
    """Those who have cases, or could take some, the most pressed first; at most so many. Two queries, one more to
    name the projects where the reader supervises some of those that he reads, and one where his grants name none.

    Who supervises sees everybody of his projects; anybody else sees himself.
    """
    judged = _judged(user)
    found = {row.pop("assignee"): row for row in _counted(user, judged, now)}
    own = [user.pk] if may(user, "cases.investigate") else []
    people = User.objects.filter(Q(pk__in=[*found, *own]) | Q(pk__in=_takers(judged)))
    narrowed = _narrowed(user, judged)
    lines = [
        Load(person, **found.get(person.pk, {}), narrowed=() if person == user else narrowed)
        for person in people.filter(is_system=False)
        if person.pk in found or person.is_active
    ]
    return sorted(lines, key=_pressed)[:MOST]


def _judged(user) -> list[int] | None:
    """The projects where the user sees how much others have in hand; None is all of them."""
    if user.unrestricted:
        return None
    granted = [grant for grant in user.held_grants if grant.role in VERBS["clocks.people"]]
    if all(grant.project_id for grant in granted):
        return sorted({grant.project_id for grant in granted})
    return sorted(projects_for(user, "clocks.people").values_list("project_id", flat=True))


def _counted(user, judged: list[int] | None, now: datetime):
    """The four figures by person, in one statement, by the conditions of the queue's own filters."""
    rows = Case.objects.filter(OPEN, assignee__isnull=False)
    if judged is not None:
        own = Q(assignee=user, project__in=readable_projects(user) or NO_PROJECT)
        rows = rows.filter(own | Q(project__in=judged or NO_PROJECT))
    return (
        rows.order_by()
        .values("assignee")
        .annotate(
            open=Count("id"),
            due_today=Count("id", filter=due_today(now)),
            overdue=Count("id", filter=overdue(now)),
            waiting=Count("id", filter=Q(status__in=WAITING)),
        )
    )


def _takers(judged: list[int] | None):
    """Who takes cases in these projects: an empty hand is worth seeing where work is shared out."""
    rows = UserProject.objects.filter(roles__overlap=sorted(VERBS["cases.investigate"]))
    rows = rows if judged is None else rows.filter(project__in=judged or NO_PROJECT)
    return rows.values("user_id")


def _narrowed(user, judged: list[int] | None) -> tuple[str, ...]:
    """The codes of the projects counted for others, where the reader's queue holds more than those."""
    if not judged or judged == readable_projects(user):
        return ()
    return tuple(Project.objects.filter(pk__in=judged).order_by("code").values_list("code", flat=True))


def _pressed(line: Load) -> tuple:
    return -line.overdue, -line.due_today, -line.open, line.person.shown_name, line.person.pk
