"""Who rates, and who reads how departments serve each other."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare
from service_desk.cases.access import DESK

declare(
    {
        "rating.view": {*DESK, Role.HANDLER, Role.EXECUTIVE, Role.ADMINISTRATOR},
        "rating.desk": DESK,
        "rating.department": {Role.HANDLER},
    }
)
