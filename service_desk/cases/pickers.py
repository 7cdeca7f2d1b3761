"""What the desk's forms offer to choose from: departments, projects, homes. Reads only."""

from crm.accounts import permissions
from crm.calendars.services import calendar_for
from crm.organisation.models import Department, Project
from owners.selectors import homes_of
from service_desk.clocks import rules


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
    """The day an answer is promised for when a case is registered now."""
    return rules.times(calendar_for(project), now, rules.WORKING_DAYS["answer"]).due_at
