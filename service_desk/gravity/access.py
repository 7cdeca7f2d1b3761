"""Who sees and changes the thresholds; who notes what a case does to people."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare

declare(
    {
        "severity.view": {Role.AGENT, Role.SUPERVISOR, Role.EXECUTIVE, Role.SPOKESPERSON},
        "severity.learn": {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.SPOKESPERSON},
        # Numbers of the whole house, not of one project.
        "severity.thresholds": {Role.SUPERVISOR, Role.EXECUTIVE},
    }
)
