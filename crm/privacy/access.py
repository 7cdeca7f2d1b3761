from crm.accounts.models import Role
from crm.accounts.permissions import declare

declare(
    {
        "privacy.reveal": {
            Role.AGENT,
            Role.SUPERVISOR,
            Role.CALLBACK,
            Role.MARKETING,
            Role.SPOKESPERSON,
            Role.PRIVACY,
        },
        "privacy.reveals": {Role.PRIVACY},  # the log of who saw what
        "privacy.limits": {Role.PRIVACY},
        "privacy.wordings": {Role.PRIVACY},
        "privacy.table": {Role.PRIVACY, Role.ADMINISTRATOR},  # who sees which column
        "privacy.consents": {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.MARKETING, Role.PRIVACY},
    }
)
