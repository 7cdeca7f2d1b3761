"""Rows as the database wrote them: taken down whole and put back to the letter, whatever columns they have."""

import json

from django.db import connection


def columns(model) -> list[str]:
    """The columns that can be written; the database keeps the rest by itself."""
    return [field.column for field in model._meta.concrete_fields if not field.generated]


def taken_down(model, keys: list[int]) -> list[dict]:
    """The rows with these keys, column by column, ciphertext as it lies there."""
    statement = f"""
        SELECT to_jsonb(r)::text FROM "{model._meta.db_table}" r WHERE "{model._meta.pk.column}" = ANY(%s) ORDER BY 1
    """  # noqa: S608  names of our own tables
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(keys)])
        rows = [json.loads(text, parse_float=str) for (text,) in cursor.fetchall()]
    writable = set(columns(model))
    return [{name: value for name, value in row.items() if name in writable} for row in rows]


def put_back(model, row: dict) -> None:
    """Write the columns of `row` over the row with its key."""
    key = model._meta.pk.column
    names = [name for name in columns(model) if name in row and name != key]
    listed = ", ".join(f'"{name}"' for name in names)
    table = f'"{model._meta.db_table}"'
    statement = f"""
        UPDATE {table} SET ({listed}) = (SELECT {listed} FROM jsonb_populate_record(NULL::{table}, %s::jsonb))
        WHERE "{key}" = %s
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(row), row[key]])


def put_in(model, rows: list[dict]) -> None:
    """Add rows that were taken down, with their keys; one without a key is given one."""
    key = model._meta.pk.column
    for row in rows:
        names = [name for name in columns(model) if name in row and (name != key or row[key] is not None)]
        listed = ", ".join(f'"{name}"' for name in names)
        table = f'"{model._meta.db_table}"'
        statement = f"""
            INSERT INTO {table} ({listed})
            SELECT {listed} FROM jsonb_populate_record(NULL::{table}, %s::jsonb) RETURNING "{key}"
        """  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement, [json.dumps(row)])
            row[key] = cursor.fetchone()[0]


def take_out(model, keys: list[int]) -> None:
    """Remove rows by their keys and nothing that hangs on them: they are put back in this transaction, or re-pointed."""
    statement = f'DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" = ANY(%s)'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(keys)])
