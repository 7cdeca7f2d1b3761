from crm.accounts.models import Role
from crm.accounts.permissions import declare

EVERYBODY = set(Role)

declare(
    {
        "account.own": EVERYBODY,  # one's own password, language, tokens
        "users.view": {Role.ADMINISTRATOR},
        "users.edit": {Role.ADMINISTRATOR},
    }
)
