"""Which day it is where something happens; pure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def day_of(now: datetime, project=None) -> date:
    """The date of `now` on the calendar of the project's place, or of the group's when there is none."""
    return timezone.localdate(now, ZoneInfo(project.timezone) if project else None)
