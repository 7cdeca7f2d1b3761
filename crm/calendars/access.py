"""Who may see and change working calendars."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.calendars.models import Calendar
from crm.errors import NotFound

declare(
    {
        "calendars.view": set(Role),
        "calendars.edit": {Role.SUPERVISOR, Role.ADMINISTRATOR},
    }
)


def calendar_by_code(user, code: str, to: str = "calendars.view") -> Calendar:
    """The calendar with this code; calendars belong to no project, so everybody on the staff may see them."""
    require(user, to)
    calendar = Calendar.objects.filter(code=code).select_related("current").first()
    if calendar is None:
        raise NotFound
    return calendar
