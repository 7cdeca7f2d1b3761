"""Where a time zone's clock jumps: the stretches of constant distance to UTC that the arithmetic runs over."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECONDS_A_DAY = 86_400
# No zone has put its clock forward and back again within four days since 1970, so probing that often finds all.
PROBE = 4 * SECONDS_A_DAY
LAST_YEAR = 9998


def utc_seconds(moment: datetime) -> int:
    """Whole seconds since 1970 of an aware moment; the fraction of a second is dropped, not rounded."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone has no place in a calendar.")
    distance = moment.astimezone(UTC) - EPOCH
    return distance.days * SECONDS_A_DAY + distance.seconds


def utc_moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def offset_at(zone: ZoneInfo, seconds: int) -> int:
    offset = datetime.fromtimestamp(seconds, zone).utcoffset()
    return offset.days * SECONDS_A_DAY + offset.seconds


@lru_cache(maxsize=4096)
def _year_begins(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


@lru_cache(maxsize=4096)
def jumps_in_year(zone: ZoneInfo, year: int) -> tuple[int, ...]:
    """The UTC seconds within the UTC year at which the zone's offset changes."""
    found = []
    moment, end = _year_begins(year), _year_begins(year + 1)
    offset = offset_at(zone, moment - 1)
    while moment < end:
        later = min(moment + PROBE, end)
        following = offset_at(zone, later - 1)
        if following != offset:
            found.append(_first_second_of(zone, following, moment - 1, later - 1))
            offset = following
        moment = later
    return tuple(found)


def _first_second_of(zone: ZoneInfo, offset: int, before: int, after: int) -> int:
    while after - before > 1:
        middle = (before + after) // 2
        if offset_at(zone, middle) == offset:
            after = middle
        else:
            before = middle
    return after


def stretches(zone: ZoneInfo, start: int) -> Iterator[tuple[int, int, int]]:
    """(from, until, offset) from ``start`` on, each of one constant offset, none reaching over a UTC new year."""
    year = utc_moment(start).year
    while year <= LAST_YEAR:
        begins = max(start, _year_begins(year))
        ends = _year_begins(year + 1)
        for jump in jumps_in_year(zone, year):
            if jump > begins:
                yield begins, jump, offset_at(zone, begins)
                begins = jump
        yield begins, ends, offset_at(zone, begins)
        year += 1
