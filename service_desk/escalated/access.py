"""Who marks a complaint as difficult, who may lead it, who allows a plan. Owners have no part in it."""

from crm.accounts.models import Role, User, UserProject
from crm.accounts.permissions import VERBS, declare, require
from crm.errors import NotFound, Refused
from service_desk.cases.access import DESK, readable_cases
from service_desk.escalated.models import DifficultCase, ResponsePlan

declare(
    {
        "escalated.view": {*DESK, Role.EXECUTIVE},
        "escalated.mark": DESK,
        # Who holds this may be the senior handler of a difficult complaint.
        "escalated.lead": {Role.SUPERVISOR},
        "escalated.thresholds": {*DESK, Role.EXECUTIVE, Role.ADMINISTRATOR},
        "escalated.set": {Role.SUPERVISOR, Role.ADMINISTRATOR},
        "escalated.approve": {Role.SUPERVISOR, Role.EXECUTIVE},
    }
)
SPEAKERS = (Role.AGENT, Role.SUPERVISOR, Role.EXECUTIVE, Role.SPOKESPERSON)


def _people(project, roles):
    rows = UserProject.objects.filter(project=project, roles__overlap=sorted(roles))
    people = User.objects.filter(pk__in=rows.values("user_id"), is_active=True, is_system=False)
    return people.order_by("display_name", "pk")


def seniors_of(project):
    """Who may lead a difficult complaint of this project."""
    return _people(project, VERBS["escalated.lead"])


def speakers_of(project):
    """Who may be the one that speaks with the owner."""
    return _people(project, SPEAKERS)


def person_called(people, username: str, field: str, sentence: str):
    """The one of these people with this sign-in name, or Refused at the field."""
    found = people.filter(username=username).first()
    if found is None:
        raise Refused(fields={field: sentence})
    return found


def difficult_for(user, public_id, *, to: str = "escalated.view") -> DifficultCase:
    """The difficult complaint of this UUID, where the user may do `to` with its case."""
    rows = DifficultCase.objects.filter(case__in=readable_cases(user))
    row = (
        rows.filter(public_id=public_id).select_related("case__project__city", "senior", "hand_over").first()
    )
    if row is None:
        raise NotFound()
    require(user, to, project=row.case.project)
    return row


def plan_for(user, public_id, *, to: str = "escalated.view") -> ResponsePlan:
    """The plan of this UUID, where the user may do `to` with its case."""
    rows = ResponsePlan.objects.filter(difficult__case__in=readable_cases(user), public_id=public_id)
    row = rows.select_related("difficult__case__project__city").first()
    if row is None:
        raise NotFound()
    require(user, to, project=row.difficult.case.project)
    return row
