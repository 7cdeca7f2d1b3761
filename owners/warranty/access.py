"""Who may change how long parts are warranted."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound

from .models import WarrantyPart

declare(
    {
        # the house's lengths hold everywhere
        "warranty.edit": {Role.ADMINISTRATOR},
        # what one project grants beyond the law
        "warranty.grant": {Role.ADMINISTRATOR, Role.SUPERVISOR},
    }
)


def part_for(user, code: str, to: str = "homes.view") -> WarrantyPart:
    """The part with this code; parts belong to the whole house."""
    require(user, to)
    row = WarrantyPart.objects.filter(code=code).first()
    if row is None:
        raise NotFound
    return row
