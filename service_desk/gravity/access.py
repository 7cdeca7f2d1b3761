"""Who sees and changes the thresholds; who notes what a case does to people."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.gravity.models import SeverityRule

declare(
    {
        "severity.view": {Role.AGENT, Role.SUPERVISOR, Role.EXECUTIVE, Role.SPOKESPERSON},
        "severity.learn": {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.SPOKESPERSON},
        # Numbers of the whole house, not of one project.
        "severity.thresholds": {Role.SUPERVISOR, Role.EXECUTIVE},
    }
)


def rule_for(user, version: int, *, to: str = "severity.thresholds") -> SeverityRule:
    """The version of this number; the thresholds are the whole house's."""
    require(user, to)
    row = SeverityRule.objects.filter(version=version).first()
    if row is None:
        raise NotFound
    return row
