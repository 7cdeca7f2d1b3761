"""Rows of several models from one statement, for what every request reads first.

To word a join costs the ORM more time than PostgreSQL to answer it; here the text is made once a process. The rows
come back as the models' own instances.
"""

from functools import cache
from itertools import islice

from django.db import connection, models


@cache
def columns(*read: type[models.Model]) -> str:
    """All columns of these models, one after the other, each with its table: for SELECT."""
    return ", ".join(f'"{model._meta.db_table}"."{name}"' for model in read for name in _names(model))


def instances(read: tuple[type[models.Model], ...], statement: str, values: list) -> list[list[models.Model]]:
    """The rows of a statement that selects `columns(*read)`; what an outer join left empty has no key."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [_instances(read, row) for row in cursor.fetchall()]


@cache
def _names(model) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]


@cache
def _attributes(model) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _converted(model) -> list[tuple[int, list]]:
    """The places of what the driver's value is not yet the field's: JSON, what is encrypted."""
    fields = enumerate(model._meta.concrete_fields)
    found = ((place, field.get_db_converters(connection)) for place, field in fields)
    return [(place, converters) for place, converters in found if converters]


def _instances(read, row: tuple) -> list:
    rest = iter(row)
    return [_instance(model, list(islice(rest, len(_names(model))))) for model in read]


def _instance(model, values: list) -> models.Model:
    for place, converters in _converted(model):
        for convert in converters:
            values[place] = convert(values[place], None, connection)
    return model.from_db(connection.alias, _attributes(model), values)
