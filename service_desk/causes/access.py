"""Who names causes, who keeps the tree, who reads the pictures."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.cases.access import DESK

from .models import Cause

declare(
    {
        "causes.view": {Role.AGENT, Role.SUPERVISOR, Role.HANDLER, Role.CALLBACK, Role.EXECUTIVE},
        "causes.name": DESK,
        "causes.edit": {Role.SUPERVISOR, Role.ADMINISTRATOR},
        "causes.report": {Role.AGENT, Role.SUPERVISOR, Role.EXECUTIVE},
    }
)


def cause_for(user, code: str, *, to: str = "causes.view") -> Cause:
    """The cause of this code; the tree belongs to the whole house."""
    require(user, to)
    row = Cause.objects.filter(code=code).select_related("parent").first()
    if row is None:
        raise NotFound
    return row
