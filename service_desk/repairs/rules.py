"""The arithmetic of repairs; pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

MOST_LIABLE = 3
MOST_TIMES = 4
AGAIN_WITHIN = timedelta(days=90)
SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=12)


def wrong_shares(shares: Sequence[int]) -> bool:
    """Whether these percentages cannot be: one of nothing, more than a hundred together, too many of them."""
    return len(shares) > MOST_LIABLE or any(not 1 <= share <= 100 for share in shares) or sum(shares) > 100


def claims(cost: int, shares: Sequence[int]) -> list[int]:
    """What each liable contractor owes of a cost, in minor units. No cent is lost or claimed twice.

    Each gets his share rounded down; what is left of the part claimed goes to the largest remainders first.
    """
    whole = cost * sum(shares) // 100
    owed = [cost * share // 100 for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda at: (-(cost * shares[at] % 100), at))
    for at in by_remainder[: whole - sum(owed)]:
        owed[at] += 1
    return owed


def is_again(finished: Iterable[datetime], ordered_at: datetime) -> bool:
    """Whether something of the kind was repaired there not more than ninety days before."""
    return any(timedelta(0) <= ordered_at - moment <= AGAIN_WITHIN for moment in finished)


def wrong_time(starts_at: datetime, ends_at: datetime) -> bool:
    return not SHORTEST <= ends_at - starts_at <= LONGEST


def days_of(view: str, on: date) -> list[date]:
    """The days that a calendar shows: the day, its week from Monday, or the weeks that hold its month."""
    if view == "day":
        return [on]
    if view == "week":
        monday = on - timedelta(days=on.weekday())
        return [monday + timedelta(days=count) for count in range(7)]
    first = on.replace(day=1)
    start = first - timedelta(days=first.weekday())
    after = (first + timedelta(days=32)).replace(day=1)
    weeks = -(-(after - start).days // 7)
    return [start + timedelta(days=count) for count in range(7 * weeks)]


def neighbours(view: str, on: date) -> tuple[date, date]:
    """The day to go to for the stretch before and for the next one."""
    if view == "month":
        first = on.replace(day=1)
        return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
    step = timedelta(days=1 if view == "day" else 7)
    return on - step, on + step
