"""When a telephone may not ring: the night where its owner lives. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def ends(now: datetime, *, zone: str, since: time, until: time) -> datetime | None:
    """When the quiet hours that run now are over; None where none run. The same two times mean that there are none.

    They may lie over midnight. The clock is that of the wall there, also on the night it is put back or forward.
    """
    if since == until:
        return None
    there = now.astimezone(ZoneInfo(zone))
    at = there.time().replace(tzinfo=None)
    over_midnight = since > until
    quiet = (at >= since or at < until) if over_midnight else since <= at < until
    if not quiet:
        return None
    day = there.date() + timedelta(days=1 if over_midnight and at >= since else 0)
    end = datetime.combine(day, until, tzinfo=ZoneInfo(zone))
    return end if end > now else None
