"""Sealing every encrypted value anew with the current key, in batches, while the house goes on working.

A row is locked, read, sealed and written again; rows that are written meanwhile take the new key by
themselves. It can be stopped anywhere and started again: what is left is what the old keys still hold.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction

from crm.privacy import cipher, keys
from crm.privacy.fields import EncryptedText

BATCH = 500


def sealed_columns() -> Iterator[tuple[type, EncryptedText]]:
    """Every encrypted column of every model."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedText):
                yield model, field


def reseal() -> int:
    """Move every value to the current key; returns how many were moved."""
    key_id, _key = keys.current()
    return sum(_reseal_column(model, field, key_id) for model, field in sealed_columns())


def still_sealed_with(key_id: int) -> int:
    """How many values need this key."""
    return sum(_count(model, field, key_id) for model, field in sealed_columns())


def _reseal_column(model, field, key_id: int) -> int:
    table, column, pk = _names(model, field)
    moved = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {pk}, {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608  names of our models
                f" AND substring({column} from 2 for 2) <> %s ORDER BY {pk} LIMIT {BATCH} FOR UPDATE",
                [key_id.to_bytes(2, "big")],
            )
            rows = cursor.fetchall()
            fresh = [
                (cipher.encrypt(cipher.decrypt(value, field.context), field.context), row)
                for row, value in rows
            ]
            cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {pk} = %s", fresh)  # noqa: S608
        moved += len(rows)
        if len(rows) < BATCH:
            return moved


def _count(model, field, key_id: int) -> int:
    table, column, _pk = _names(model, field)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table} WHERE substring({column} from 2 for 2) = %s",  # noqa: S608
            [key_id.to_bytes(2, "big")],
        )
        return cursor.fetchone()[0]


def _names(model, field) -> tuple[str, str, str]:
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), quote(field.column), quote(model._meta.pk.column)
