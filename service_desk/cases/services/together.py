"""A case, its clock and its first line of history, inserted by one statement.

Registering is what a million owners wait for. Three statements through the ORM cost three times the work of one,
so this one place writes its INSERT itself; columns and values are still the models' own.
"""

from functools import cache

from django.db import connection

from service_desk.cases.models import Case, CaseHistory
from service_desk.clocks.models import Deadline

OF_CASE = "case_id"


def insert_together(case: Case, history: CaseHistory, clock: Deadline | None) -> None:
    """Insert them all; afterwards the case has its key. The others are not read again and get none."""
    rows = [case, *([clock] if clock else []), history]
    with connection.cursor() as cursor:
        cursor.execute(_statement(clock is not None), [value for row in rows for value in _values(row)])
        case.pk = cursor.fetchone()[0]
    case._state.adding, case._state.db = False, connection.alias


@cache
def _fields(model) -> list:
    return [
        field for field in model._meta.concrete_fields if not field.primary_key and field.column != OF_CASE
    ]


def _values(row) -> list:
    return [
        field.get_db_prep_save(field.pre_save(row, add=True), connection=connection)
        for field in _fields(type(row))
    ]


@cache
def _statement(with_clock: bool) -> str:
    case = f"INSERT INTO {_into(Case, '')} VALUES ({_marks(Case)})"  # noqa: S608  names of our own columns
    pieces = [f"WITH registered AS ({case} RETURNING id)"]
    if with_clock:
        pieces.append(f", clock AS ({_of_registered(Deadline)})")
    pieces.append(f"{_of_registered(CaseHistory)} RETURNING {OF_CASE}")
    return " ".join(pieces)


def _of_registered(model) -> str:
    columns, marks = _into(model, OF_CASE), _marks(model)
    return f"INSERT INTO {columns} SELECT id, {marks} FROM registered"  # noqa: S608  names of our own columns


def _into(model, first: str) -> str:
    columns = [first] * bool(first) + [f'"{field.column}"' for field in _fields(model)]
    return f'"{model._meta.db_table}" ({", ".join(columns)})'


def _marks(model) -> str:
    return ", ".join(["%s"] * len(_fields(model)))
