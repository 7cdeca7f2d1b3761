"""Who sets corrective actions, who opens inspections, who looks."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.cases.access import DESK

from .models import CorrectiveAction, Inspection, Look

declare(
    {
        "prevention.view": {Role.AGENT, Role.SUPERVISOR, Role.HANDLER, Role.EXECUTIVE},
        "prevention.act": {Role.SUPERVISOR},
        # To look at a home and say what was found; a handler at those that were given to him.
        "prevention.look": {Role.HANDLER, *DESK},
    }
)


def _found(user, rows, public_id, to):
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row


def action_for(user, public_id, *, to: str = "prevention.view") -> CorrectiveAction:
    """The corrective action of this id, where the user may do `to`."""
    rows = CorrectiveAction.objects.visible_to(user).select_related("project__city", "cause", "responsible")
    return _found(user, rows, public_id, to)


def inspection_for(user, public_id, *, to: str = "prevention.view") -> Inspection:
    rows = Inspection.objects.visible_to(user).select_related("project__city", "cause", "building__project")
    return _found(user, rows, public_id, to)


def look_for(user, public_id) -> Look:
    """The look at a home; who is no member of the desk records only his own."""
    rows = Look.objects.filter(inspection__in=Inspection.objects.visible_to(user))
    row = rows.select_related("inspection__project__city", "home").filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    project = row.inspection.project
    require(user, "prevention.look", project=project)
    if row.engineer_id != user.pk:
        require(user, "repairs.order", project=project)
    return row
