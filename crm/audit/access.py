from crm.accounts.models import Role
from crm.accounts.permissions import declare

declare({"audit.view": {Role.PRIVACY, Role.ADMINISTRATOR}})
