"""Public numbers such as 2026-000123: one PostgreSQL sequence a kind, so that drawing one never waits."""

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
}


def draw(kind: str, now: datetime) -> str:
    """The next public number of this kind; gaps may occur, repeats never."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval('number_{kind}')")  # noqa: S608  kind is one of PREFIXES
        value = cursor.fetchone()[0]
    return f"{PREFIXES[kind]}{now.year}-{value:06d}"


def draw_many(kind: str, count: int, now: datetime) -> list[str]:
    """As many numbers as asked for, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval('number_{kind}') FROM generate_series(1, %s)", [count])  # noqa: S608
        return [f"{PREFIXES[kind]}{now.year}-{row[0]:06d}" for row in cursor.fetchall()]
