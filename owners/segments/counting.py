"""How many owners a query finds, in a time that somebody who is still writing conditions will wait.

1. count exactly, for as long as EXACT allows  2. else count up to CAP, which is quick where there are many
3. else say that it takes too long. The statement is stopped by the database itself, so that nothing goes on
working for a page that has asked anew or gone.
"""

from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

EXACT, CAPPED, PATIENT = 900, 600, 8_000  # milliseconds
CAP = 10_000
ROOM = "96MB"  # for the hashed lists of a condition under OR or NOT; the usual 4 MB would ask them row by row


@dataclass(frozen=True)
class Found:
    """`number` is exact, or a floor ("more than"), or None: it takes too long."""

    number: int | None
    exact: bool = True


def count(rows: QuerySet, *, patient: bool = False) -> Found:
    """The number of rows; `patient` where nobody waits at a keyboard."""
    bare = rows.order_by()
    number = within(PATIENT if patient else EXACT, lambda: bare.count())
    if number is not None:
        return Found(number)
    floor = within(CAPPED, lambda: bare.values("pk")[: CAP + 1].count())
    if floor is None:
        return Found(None, exact=False)
    return Found(min(floor, CAP), exact=floor <= CAP)


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
