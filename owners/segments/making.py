"""Conditions from columns and rows: what most fields need to compile themselves. Every one is a `Q` on Owner.

Whatever hangs on an owner by other rows is asked as `pk IN (subquery)`: PostgreSQL makes a semi-join of it where
it stands alone and a hashed subplan where it stands under OR or NOT, and either runs once and not once an owner.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Count, Max, Q, QuerySet, Sum

from . import periods
from .fields import Asked
from .periods import Days
from .terms import Operator

NOBODY = Q(pk__in=[])
EVERYBODY = Q(pk__isnull=False)  # not an empty Q, which stays empty under NOT


def of_choice(column: str, *, empty: object = "") -> Callable:
    """A column that holds one code of a list."""
    missing = Q(**{f"{column}__isnull": True}) if empty is None else Q(**{column: empty})

    def compile(asked: Asked) -> Q:
        if asked.operator in (Operator.KNOWN, Operator.UNKNOWN):
            return missing if asked.operator == Operator.UNKNOWN else ~missing
        listed = Q(**{f"{column}__in": asked.value})
        return listed if asked.operator == Operator.ANY_OF else ~listed

    return compile


def of_flag(column: str) -> Callable:
    """A column that is true or not."""
    return lambda asked: Q(**{column: asked.operator == Operator.YES})


def of_number(column: str) -> Callable:
    """A column that holds a number; where none is held, no comparison is true."""
    return lambda asked: compared(column, asked)


def compared(column: str, asked: Asked) -> Q:
    value = asked.value
    match asked.operator:
        case Operator.AT_LEAST:
            return Q(**{f"{column}__gte": value})
        case Operator.AT_MOST:
            return Q(**{f"{column}__lte": value})
        case Operator.EQUALS:
            return Q(**{column: value})
        case Operator.BETWEEN:
            return Q(**{f"{column}__gte": value[0], f"{column}__lte": value[1]})
        case Operator.KNOWN:
            return Q(**{f"{column}__isnull": False})
        case Operator.UNKNOWN:
            return Q(**{f"{column}__isnull": True})
    raise ValueError(asked.operator)


def of_date(column: str) -> Callable:
    return lambda asked: dated(column, asked)


def dated(column: str, asked: Asked) -> Q:
    """A column that holds a day."""
    if asked.operator in (Operator.KNOWN, Operator.UNKNOWN):
        return Q(**{f"{column}__isnull": asked.operator == Operator.UNKNOWN})
    return within(column, days_asked(asked))


def days_asked(asked: Asked) -> Days:
    """The days that a condition on a date means today."""
    today, value = asked.reader.today, asked.value
    match asked.operator:
        case Operator.IN_LAST:
            return periods.last(today, value)
        case Operator.LONGER_AGO:
            return periods.longer_ago(today, value)
        case Operator.IN_NEXT:
            return periods.coming(today, value)
        case Operator.SINCE:
            return Days(value, None)
        case Operator.BEFORE:
            return Days(None, value - timedelta(days=1))
        case Operator.FROM_TO:
            return Days(*value)
    raise ValueError(asked.operator)


def within(column: str, days: Days) -> Q:
    found = Q(**{f"{column}__isnull": False})
    if days.first:
        found &= Q(**{f"{column}__gte": days.first})
    if days.last:
        found &= Q(**{f"{column}__lte": days.last})
    return found


def moments(column: str, days: Days, reader) -> Q:
    """As `within`, for a column that holds a moment."""
    found = Q(**{f"{column}__isnull": False})
    if days.first:
        found &= Q(**{f"{column}__gte": reader.midnight(days.first)})
    if days.last:
        found &= Q(**{f"{column}__lt": reader.midnight(days.last + timedelta(days=1))})
    return found


def of_text(column: str) -> Callable:
    """A short free text: parts of it, whatever their case."""

    def compile(asked: Asked) -> Q:
        if asked.operator == Operator.CONTAINS:
            return Q(**{f"{column}__icontains": asked.value})
        empty = Q(**{column: ""})
        return empty if asked.operator == Operator.UNKNOWN else ~empty

    return compile


def having(rows: QuerySet, owner: str = "owner") -> Q:
    """Owners of at least one of these rows."""
    return Q(pk__in=rows.order_by().values(owner))


def of_rows(rows: Callable, owner: str = "owner") -> Callable:
    """Yes or no: is there one of these rows? `rows(asked)` gives them."""

    def compile(asked: Asked) -> Q:
        found = having(rows(asked), owner)
        return found if asked.operator == Operator.YES else ~found

    return compile


def of_count(rows: Callable, owner: str = "owner") -> Callable:
    """How many of these rows an owner has; who has none has nought of them."""

    def at_least(asked: Asked, n: int) -> Q:
        if n <= 0:
            return EVERYBODY
        return having(rows(asked), owner) if n == 1 else counted(rows(asked), owner, Q(held__gte=n))

    def compile(asked: Asked) -> Q:
        value = asked.value
        match asked.operator:
            case Operator.AT_LEAST:
                return at_least(asked, value)
            case Operator.AT_MOST:
                return ~at_least(asked, value + 1)
            case Operator.EQUALS if value == 0:
                return ~at_least(asked, 1)
            case Operator.EQUALS:
                return counted(rows(asked), owner, Q(held=value))
            case Operator.BETWEEN if value[0] <= 0:
                return ~at_least(asked, value[1] + 1)
            case Operator.BETWEEN:
                return counted(rows(asked), owner, Q(held__gte=value[0], held__lte=value[1]))
        raise ValueError(asked.operator)

    return compile


def counted(rows: QuerySet, owner: str, how_many: Q) -> Q:
    grouped = rows.order_by().values(owner).annotate(held=Count("*")).filter(how_many)
    return Q(pk__in=grouped.values(owner))


def of_sum(rows: Callable, column: str, owner: str = "owner", currency: str = "currency") -> Callable:
    """The total of an amount over an owner's rows of one currency; who has no row has no total."""

    def compile(asked: Asked) -> Q:
        if asked.operator in (Operator.KNOWN, Operator.UNKNOWN):
            known = having(rows(asked), owner)
            return known if asked.operator == Operator.KNOWN else ~known
        money = rows(asked).filter(**{currency: asked.value.currency})
        grouped = money.order_by().values(owner).annotate(total=Sum(column))
        return Q(pk__in=grouped.filter(amounted("total", asked)).values(owner))

    return compile


def amounted(column: str, asked: Asked) -> Q:
    """A comparison of an amount; the currency was seen to before."""
    low, high = asked.value.low, asked.value.high
    found = Q()
    if low is not None:
        found &= Q(**{f"{column}__gte": low})
    if high is not None:
        found &= Q(**{f"{column}__lte": high})
    return found


def of_last(rows: Callable, column: str, owner: str = "owner", *, moment: bool) -> Callable:
    """The latest day among an owner's rows."""

    def compile(asked: Asked) -> Q:
        if asked.operator in (Operator.KNOWN, Operator.UNKNOWN):
            known = having(rows(asked).filter(**{f"{column}__isnull": False}), owner)
            return known if asked.operator == Operator.KNOWN else ~known
        days = days_asked(asked)
        latest = rows(asked).order_by().values(owner).annotate(latest=Max(column))
        fits = moments("latest", days, asked.reader) if moment else within("latest", days)
        return Q(pk__in=latest.filter(fits).values(owner))

    return compile


def newest(rows: QuerySet, by: str = "-at", owner: str = "owner") -> QuerySet:
    """Each owner's newest row, to be filtered further."""
    first = rows.order_by(owner, by, "-pk").distinct(owner)
    return rows.model._default_manager.filter(pk__in=first.values("pk"))


def narrowed(rows: QuerySet, asked: Asked, *, choices: dict[str, str], period: str, moment: bool) -> QuerySet:
    """The rows that the condition's narrowings leave. `choices` names the column of each."""
    for key, column in choices.items():
        if values := asked.where.get(key):
            rows = rows.filter(**{f"{column}__in": values})
    if span := asked.where.get("period"):
        days = span if isinstance(span, Days) else periods.last(asked.reader.today, span)
        rows = rows.filter(moments(period, days, asked.reader) if moment else within(period, days))
    return rows


def of_listed_rows(rows: Callable, column: str, owner: str = "owner") -> Callable:
    """Whether one of an owner's rows holds a code of the list."""

    def compile(asked: Asked) -> Q:
        found = having(rows(asked).filter(**{f"{column}__in": asked.value}), owner)
        return found if asked.operator == Operator.ANY_OF else ~found

    return compile


def of_any_row(rows: Callable, column: str, owner: str = "owner") -> Callable:
    """Whether one of an owner's rows holds a number of that size."""
    return lambda asked: having(rows(asked).filter(compared(column, asked)), owner)


def of_any_day(rows: Callable, column: str, owner: str = "owner") -> Callable:
    """Whether one of an owner's rows has that day; known: one has a day at all."""

    def compile(asked: Asked) -> Q:
        if asked.operator in (Operator.KNOWN, Operator.UNKNOWN):
            known = having(rows(asked).filter(**{f"{column}__isnull": False}), owner)
            return known if asked.operator == Operator.KNOWN else ~known
        return having(rows(asked).filter(within(column, days_asked(asked))), owner)

    return compile
