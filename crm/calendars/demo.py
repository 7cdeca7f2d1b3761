"""The demonstration town's calendars: China's and Finland's published days around its two years of history."""

from crm.accounts.services import system_user
from crm.calendars.services import load_holidays


def load(world, *, now) -> None:
    """Leave `world.calendars` by code; the projects find theirs by the country of their city."""
    actor = system_user("calendars")
    first, last = now.year - 4, now.year + 1
    world.calendars = {
        code: load_holidays(actor, code, first=first, last=last, now=now)[0] for code in ("CN", "TW", "FI")
    }
