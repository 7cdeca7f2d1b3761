"""How many owners a query finds, in a time that somebody who is still writing conditions will wait.

Where the planner expects few, they are counted exactly: there is nothing else to say of them. Where it expects many,
the first thousand are counted, and ten thousand where that was quick, and all of them as far as the time goes: the
number is exact, or "more than" so many. Every statement is stopped by the database itself, so that nothing goes on
working for a page that has asked anew or gone.
"""

import json
import time
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

LIVE, EXACT, CAPPED = 240, 900, 600  # milliseconds
PATIENT, PASSING = 5_000, 1_500  # on a page of its own; beside the deadlines that wait
FLOORS, MANY = (1_000, 10_000), 60_000
ROOM = "96MB"  # for the hashed lists of a condition under OR or NOT; the usual 4 MB would ask them row by row


@dataclass(frozen=True)
class Found:
    """`number` is exact, or a floor ("more than"), or None: it takes too long."""

    number: int | None
    exact: bool = True


def count(rows: QuerySet) -> Found:
    """The number of rows, while somebody waits."""
    began, bare = time.monotonic(), rows.order_by()
    if _expected(bare) <= MANY:
        return count_all(bare, EXACT)
    found = _floor(bare, FLOORS[0], EXACT)
    for cap in FLOORS[1:]:
        if not found.exact and found.number and _gone(began) * cap < LIVE / 2 * found.number:
            found = _floor(bare, cap, CAPPED)
    if found.exact or found.number is None:
        return found
    number = within(LIVE - _gone(began), bare.count) if _gone(began) < LIVE else None
    return found if number is None else Found(number)


def count_all(rows: QuerySet, milliseconds: int = PATIENT) -> Found:
    """The number of rows where there is time for it, else at least a floor."""
    bare = rows.order_by()
    number = within(milliseconds, bare.count)
    return _floor(bare, FLOORS[-1], CAPPED) if number is None else Found(number)


def _floor(bare: QuerySet, cap: int, milliseconds: int) -> Found:
    floor = within(milliseconds, bare.values("pk")[: cap + 1].count)
    if floor is None:
        return Found(None, exact=False)
    return Found(min(floor, cap), exact=floor <= cap)


def _gone(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _expected(bare: QuerySet) -> int:
    """What the planner expects; rough, but it costs a millisecond."""
    told = bare.values("pk").explain(format="json")
    return json.loads(told)[0]["Plan"]["Plan Rows"] if told else 0  # nothing is told where nobody can fit


def first(rows: QuerySet, size: int) -> list | None:
    """The first rows of an ordered query, or None where they take too long to find."""
    return within(EXACT, lambda: list(rows[:size]))


def within(milliseconds: int, ask):
    """What `ask` answers in this time; None where the database had to stop it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true), set_config('work_mem', %s, true),"
                " set_config('jit', 'off', true)",
                [str(milliseconds), ROOM],
            )
            found = ask()
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
            return found
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "57014":  # query_canceled
            raise
        return None
