"""What the desk's forms offer to choose from: departments, projects, homes. Reads only."""

from crm.accounts import permissions
from crm.calendars.services import calendar_for
from crm.organisation.models import Department, Project
from owners.selectors import homes_of
from service_desk.cases.terms import CaseKind
from service_desk.clocks import rules
from service_desk.clocks.in_force import policy_in_force
from service_desk.clocks.models import DeadlineKind, Measure


def departments():
    """The departments that a slip or an action can go to: all but the desk itself."""
    return Department.objects.exclude(kind=Department.Kind.DESK).order_by("code")


def projects_for(user, verb: str):
    """The projects where the user may do this, city by city."""
    rows = Project.objects.select_related("city").order_by("city__code", "code")
    return rows if user.unrestricted else rows.filter(pk__in=permissions.projects_for(user, verb))


def homes_to_register_for(user, owners, today) -> dict[int, list]:
    """The homes these owners hold today, by owner, in the projects where the user may register a case."""
    if not owners:
        return {}
    allowed = set(projects_for(user, "cases.register").values_list("pk", flat=True))
    held = homes_of([owner.pk for owner in owners], today)
    return {pk: [row.home for row in rows if row.home.project_id in allowed] for pk, rows in held.items()}


def promised_answer(project, now):
    """By when the rules in force promise an answer to a complaint that is registered now; None where they promise none.

    What it is and how serious is not known yet: of the rules that ask for it none holds.
    """
    about = rules.About(CaseKind.COMPLAINT, "", "", project.pk)
    promise = rules.promise_for(policy_in_force(now=now).promises, DeadlineKind.ANSWER, about)
    if promise is None or promise.measure == Measure.NONE:
        return None
    return rules.times(calendar_for(project), now, promise.amount, promise.measure).due_at
