"""Statements whose text is made once a process, for what every request reads first and for what must be quick.

To word a join costs the ORM more time than PostgreSQL to answer it. `instances` reads rows of several models as the
models' own instances. `worded` keeps the text of a queryset in which values stand open; they are given by name each
time it is asked, and plain rows come back. `Kept` does the same for a queryset of instances, what `select_related`
brings with them included.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import BooleanField, Count, Expression, F, Func, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.query import get_related_populators


@cache
def columns(*read: type[models.Model]) -> str:
    """All columns of these models, one after the other, each with its table: for SELECT."""
    return ", ".join(f'"{model._meta.db_table}"."{name}"' for model in read for name in _names(model))


def instances(read: tuple[type[models.Model], ...], statement: str, values: list) -> list[list[models.Model]]:
    """The rows of a statement that selects `columns(*read)`; what an outer join left empty has no key."""
    with keeping() as cursor:
        cursor.execute(statement, values)
        return [_instances(read, row) for row in cursor.fetchall()]


def keeping():
    """A cursor whose statements PostgreSQL reads a few times and then keeps; their values go beside them."""
    connection.ensure_connection()
    return connection._prepare_cursor(psycopg.Cursor(connection.connection))


@dataclass(frozen=True)
class _Name:
    """The place of a value that is still open."""

    name: str


class Open(Expression):
    """A value that is not known when a statement is worded."""

    def __init__(self, name: str, output_field: models.Field | None = None):
        super().__init__(output_field or models.TextField())
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [_Name(self.name)]


class Among(Func):
    """Whether a column is one of an open list of values."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, column: str, name: str):
        super().__init__(F(column), Open(name))


class Like(Func):
    """Whether a column fits an open pattern; `beginning` makes one."""

    template = "(%(expressions)s)"
    arg_joiner = " LIKE "
    output_field = BooleanField()

    def __init__(self, column: str, name: str):
        super().__init__(F(column), Open(name))


def beginning(text: str) -> str:
    """The pattern of what begins so."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"


def how_many(rows: QuerySet) -> Coalesce:
    """How many of these hang on a row of a list, `rows` naming it by OuterRef: asked of the rows of a page only, where
    a join would group all rows of the list to show the first."""
    each = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(each), 0)


@dataclass(frozen=True)
class Worded:
    """A statement as text, with its values in their order; some of them may be open."""

    sql: str
    values: tuple

    def rows(self, given: dict | None = None) -> list[tuple]:
        """What it finds with the open values filled in."""
        if self is NOTHING:
            return []
        with keeping() as cursor:
            cursor.execute(self.sql, self.filled(given or {}))
            return cursor.fetchall()

    def filled(self, given: dict) -> list:
        """All values, those that were open among them."""
        return [given[value.name] if isinstance(value, _Name) else value for value in self.values]

    def first(self, number: int) -> "Worded":
        """The first few of its rows."""
        return self if self is NOTHING else Worded(f"({self.sql} LIMIT %s)", (*self.values, number))


NOTHING = Worded("", ())


def worded(queryset: QuerySet) -> Worded:
    """The statement of a queryset of plain values."""
    try:
        sql, values = queryset.query.sql_with_params()
    except EmptyResultSet:
        return NOTHING
    return Worded(sql, tuple(values))


def one_after_another(statements: list[Worded], number: int) -> Worded:
    """The first few rows of several statements in turn; a later one is not begun before its rows are wanted."""
    statements = [each for each in statements if each is not NOTHING]
    if len(statements) < 2:
        return statements[0] if statements else NOTHING
    values = tuple(value for each in statements for value in each.values)
    return Worded(" UNION ALL ".join(each.sql for each in statements), values).first(number)


class Kept:
    """The instances of a queryset that is made and worded when it is first asked; `Open` values are given by name.

    What Django makes of it does not depend on who asks: the text, which columns are whose, what has to be converted.
    """

    def __init__(self, made: Callable[[], QuerySet]):
        self.made = made

    def rows_of(self, name: str, one: models.Model) -> list[models.Model]:
        """What it finds for one instance that was asked for by its key; each row has this very instance at hand."""
        found = self.rows(**{name: one.pk})
        for row in found:
            setattr(row, name, one)
        return found

    def rows(self, **given) -> list[models.Model]:
        """What it finds with the open values filled in."""
        statement, instance, convert = self._read
        with keeping() as cursor:
            cursor.execute(statement.sql, statement.filled(given))
            return [instance(row) for row in convert(cursor.fetchall())]

    def first(self, **given) -> models.Model | None:
        return next(iter(self.rows(**given)), None)

    @cached_property
    def _read(self) -> tuple[Worded, Callable, Callable]:
        compiler = self.made().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])

        def convert(rows):
            return compiler.apply_converters(rows, converters) if converters else rows

        return Worded(sql, tuple(values)), _instance_of(compiler), convert


def _instance_of(compiler) -> Callable:
    """What makes an instance of a row, as Django's own queryset does."""
    known = compiler.klass_info
    model, places = known["model"], known["select_fields"]
    first, after = places[0], places[-1] + 1
    names = [one[0].target.attname for one in compiler.select[first:after]]
    related = get_related_populators(known, compiler.select, DEFAULT_DB_ALIAS)
    annotated = (compiler.annotation_col_map or {}).items()

    def instance(row):
        one = model.from_db(DEFAULT_DB_ALIAS, names, row[first:after])
        for populator in related:
            populator.populate(row, one)
        for name, place in annotated:
            setattr(one, name, row[place])
        return one

    return instance


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
