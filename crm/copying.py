"""Many new rows at once, by COPY: for whoever carries a whole file over.

Rows are plain dicts by column attribute (`owner_id`, not `owner`), `id` among them, drawn before by `draw_keys`.
What a row leaves out gets the field's default. Signals and `save` are not called, which nothing here relies on.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from operator import itemgetter

from django.db import IntegrityError, connection, models, transaction
from django.db.models.base import ModelState
from psycopg.errors import UniqueViolation

from crm.privacy import cipher
from crm.privacy.fields import EncryptedText


def draw_keys(model: type[models.Model], count: int) -> list[int]:
    """As many primary keys as asked for, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            # the name of the sequence is looked up once, not for each key
            "SELECT nextval(keys.it) FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS it OFFSET 0) keys,"
            " generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def add(model: type[models.Model], rows: Sequence[dict]) -> None:
    """COPY these rows straight into their table. What a constraint refuses raises IntegrityError, for all of them."""
    if rows:
        _copy(model._meta.db_table, _columns(model), rows)


def add_objects(objects: Sequence[models.Model]) -> None:
    """As `add`, for new objects of one model, which get their keys by it."""
    if not objects:
        return
    model = type(objects[0])
    for row, key in zip(objects, draw_keys(model, len(objects)), strict=True):
        row.pk = key
    add(model, [row.__dict__ for row in objects])
    for row in objects:
        row._state.adding, row._state.db = False, connection.alias


def add_unless_taken(model: type[models.Model], rows: Sequence[dict]) -> bool:
    """As `add`, all of them or, where a unique index holds one of them, none; whether they were added.

    A staging table would let the others in, but who calls has looked before and looks again: so the rows are
    written once instead of twice.
    """
    try:
        with transaction.atomic():
            add(model, rows)
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            return False
        raise
    return True


def instance(model: type[models.Model], row: dict):
    """The row as an object of its model, without asking the database again; other attributes come on demand."""
    made = model.__new__(model)
    made.__dict__.update(row)
    made._state = ModelState()
    made._state.adding, made._state.db = False, connection.alias
    return made


def _copy(table: str, columns: "_Columns", rows: Iterable[dict]) -> None:
    statement = f'COPY "{table}" ({columns.names}) FROM STDIN'
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(columns.of(row))


class _Columns:
    """The columns that are written; the database fills in the others itself."""

    def __init__(self, model):
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        fields = [f for f in fields if f.primary_key or f.has_default() or not f.has_db_default()]
        plain = [field for field in fields if not _makes(field) and _writer(field) is None]
        made = [field for field in fields if field not in plain]
        self.names = ", ".join(f'"{field.column}"' for field in (*plain, *made))
        self.plain = {field.attname: None if field.primary_key else field.get_default() for field in plain}
        self.plain_of = itemgetter(*self.plain)  # of a row with its defaults: one step in C for all columns
        self.made = [(field.attname, field.get_default, _writer(field)) for field in made]

    def of(self, row: dict) -> list:
        """The row's values in the order of the names."""
        values = list(self.plain_of(self.plain | row))
        for name, default, write in self.made:
            value = row[name] if name in row else default()
            values.append(value if value is None or write is None else write(value))
        return values


def _makes(field) -> bool:
    """Whether the default is a function, to be called for each row."""
    return field.has_default() and callable(field.default)


@cache
def _columns(model) -> _Columns:
    return _Columns(model)


def _writer(field) -> Callable | None:
    if isinstance(field, EncryptedText):
        return partial(cipher.encrypt, context=field.context)
    return json.dumps if isinstance(field, models.JSONField) else None
