"""Who may weigh a demand, and who may change the weights."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare
from service_desk.cases.access import DESK

declare(
    {
        "weighing.view": {*DESK, Role.EXECUTIVE, Role.ADMINISTRATOR},
        "weighing.weigh": DESK,
        "weighing.set": {Role.SUPERVISOR, Role.ADMINISTRATOR},
    }
)
