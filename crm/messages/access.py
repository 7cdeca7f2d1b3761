from crm.accounts.models import Role
from crm.accounts.permissions import declare

declare(
    {
        "messages.view": {Role.ADMINISTRATOR},
        "messages.send_again": {Role.ADMINISTRATOR},
        "messages.set_up": {Role.ADMINISTRATOR},
    }
)
