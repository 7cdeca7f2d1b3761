"""Who may read and change the limits of authority."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare

declare(
    {
        "authority.view": {Role.AGENT, Role.SUPERVISOR, Role.EXECUTIVE, Role.ADMINISTRATOR},
        "authority.set": {Role.SUPERVISOR, Role.EXECUTIVE, Role.ADMINISTRATOR},
    }
)
