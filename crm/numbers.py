"""Public numbers such as 2026-000123: one PostgreSQL sequence a kind, so that drawing one never waits.

A sequence gives a number at once, also to a transaction that is then rolled back; so gaps occur and repeats
never do. The count goes on over the years; the year only says when.
"""

from datetime import datetime

from django.db import connection

PREFIXES = {
    "case": "",
    "owner": "O-",
    "home": "H-",
    "purchase": "B-",
    "slip": "S-",
    "proposal": "P-",
    "visit": "V-",
    "directive": "D-",
    "crisis": "K-",
    "repair": "R-",
}


def draw(kind: str, now: datetime) -> str:
    """The next public number of this kind."""
    return draw_many(kind, 1, now)[0]


def draw_with_key(kind: str, model, now: datetime) -> tuple[str, int]:
    """The next public number of this kind, and the primary key of the row that will bear it; in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT nextval('number_{kind}'), nextval(pg_get_serial_sequence(%s, 'id'))",
            [model._meta.db_table],
        )
        value, key = cursor.fetchone()
    return f"{PREFIXES[kind]}{now.year}-{value:06d}", key


def draw_many(kind: str, count: int, now: datetime) -> list[str]:
    """As many numbers as asked for, in one statement."""
    prefix = PREFIXES[kind]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval('number_{kind}') FROM generate_series(1, %s)", [count])  # noqa: S608
        return [f"{prefix}{now.year}-{value:06d}" for (value,) in cursor.fetchall()]
