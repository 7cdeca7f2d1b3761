from crm.accounts.models import Role
from crm.accounts.permissions import declare

declare({"events.view": {Role.ADMINISTRATOR}, "events.replay": {Role.ADMINISTRATOR}})
