"""Many new rows at once, by COPY: for whoever carries a whole file over.

Rows are plain dicts by column attribute (`owner_id`, not `owner`), `id` among them, drawn before by `draw_keys`.
What a row leaves out gets the field's default. Signals and `save` are not called, which nothing here relies on.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import NamedTuple

from django.db import connection, models
from django.db.models.base import ModelState

from crm.privacy import cipher
from crm.privacy.fields import EncryptedText


class _Column(NamedTuple):
    name: str
    attribute: str
    default: object
    make_default: bool  # the default is a function, called for each row
    write: Callable | None  # what makes of a value what is stored


def draw_keys(model: type[models.Model], count: int) -> list[int]:
    """As many primary keys as asked for, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')::regclass) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def add(model: type[models.Model], rows: Sequence[dict]) -> None:
    """COPY these rows straight into their table. What a constraint refuses raises IntegrityError, for all of them."""
    if rows:
        _copy(model._meta.db_table, _columns(model), rows)


def add_unless_taken(model: type[models.Model], rows: Sequence[dict]) -> bool:
    """COPY into a staging table, and insert from there what no unique index holds; whether that was all of them."""
    if not rows:
        return True
    columns, table = _columns(model), model._meta.db_table
    names = ", ".join(f'"{column.name}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMP TABLE staging ON COMMIT DROP AS SELECT {names} FROM "{table}" LIMIT 0')  # noqa: S608  names of our own columns
        _copy("staging", columns, rows)
        cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM staging ON CONFLICT DO NOTHING')  # noqa: S608
        inserted = cursor.rowcount
        cursor.execute("DROP TABLE staging")
    return inserted == len(rows)


def instance(model: type[models.Model], row: dict):
    """The row as an object of its model, without asking the database again; other attributes come on demand."""
    made = model.__new__(model)
    made.__dict__.update(row)
    made._state = ModelState()
    made._state.adding, made._state.db = False, connection.alias
    return made


def _copy(table: str, columns: tuple[_Column, ...], rows: Iterable[dict]) -> None:
    names = ", ".join(f'"{column.name}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([_value(column, row) for column in columns])


def _value(column: _Column, row: dict):
    value = row.get(column.attribute, column.default)
    if column.make_default and value is column.default:
        value = value()
    return value if column.write is None or value is None else column.write(value)


@cache
def _columns(model) -> tuple[_Column, ...]:
    """Those that are written; the database fills in the others itself."""
    fields = (field for field in model._meta.concrete_fields if not field.generated)
    return tuple(_column(field) for field in fields if field.primary_key or not field.has_db_default())


def _column(field) -> _Column:
    makes = field.has_default() and callable(field.default)
    default = field.default if makes else None if field.primary_key else field.get_default()
    return _Column(field.column, field.attname, default, makes, _writer(field))


def _writer(field) -> Callable | None:
    if isinstance(field, EncryptedText):
        return partial(cipher.encrypt, context=field.context)
    return json.dumps if isinstance(field, models.JSONField) else None
