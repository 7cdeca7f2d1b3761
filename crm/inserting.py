"""Several new rows in one round trip.

Saving them one by one costs a round trip each, and the ORM more time for each than PostgreSQL needs to write it.
Columns and values are the models' own; signals and `save` are not called, which nothing here relies on.
"""

from functools import cache

from django.db import connection, models


def insert(*rows: models.Model) -> None:
    """Insert these new rows, in this order; a row that another one names has its key already, from `next_key`
    or `numbers.draw_with_key`.

    They are not read again: a row that came without a key is left without one. For use within a transaction.
    """
    pieces, values = [], []
    for row in rows:
        pieces.append(_statement(type(row), row.pk is not None))
        values += _values(row)
    with connection.cursor() as cursor:
        cursor.execute("; ".join(pieces), values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_for_key(row: models.Model) -> None:
    """Insert this new row alone, and give it the key that the database gave it."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_statement(type(row), False)} RETURNING id", _values(row))
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def insert_unless_taken(row: models.Model) -> bool:
    """Insert this new row, which has its key, unless a unique index holds such a one; whether it was inserted."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_statement(type(row), True)} ON CONFLICT DO NOTHING", _values(row))
        inserted = cursor.rowcount == 1
    row._state.adding, row._state.db = not inserted, connection.alias
    return inserted


def next_key(model: type[models.Model]) -> int:
    """A primary key for a row that others will name before anything is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return cursor.fetchone()[0]


@cache
def _fields(model, with_key: bool) -> list:
    """Those that are written; the database fills in the others itself."""
    fields = (field for field in model._meta.concrete_fields if not field.generated)
    return [field for field in fields if not field.has_db_default() and (with_key or not field.primary_key)]


def _values(row) -> list:
    fields = _fields(type(row), row.pk is not None)
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection=connection) for field in fields]


@cache
def _statement(model, with_key: bool) -> str:
    fields = _fields(model, with_key)
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})'  # noqa: S608  names of our own columns
