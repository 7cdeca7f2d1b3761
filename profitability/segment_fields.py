"""What a segment can ask of the valuation: the value to date, the value expected, what is at stake."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from owners.segments.fields import Asked, Field, register
from owners.segments.making import amounted, having, newest, of_sum
from owners.segments.terms import Kind, Operator

from .ledger.models import LedgerEntry
from .lifetime.models import Assessment


def say() -> None:
    assessed = {"group": "value", "kind": Kind.MONEY, "verb": "assessments.view"}
    register("value", _("Value"), [
        Field("value.to_date", pgettext_lazy("field", "value to date"), "value", Kind.MONEY,
              of_sum(entries, "amount"), verb="value.view"),
        Field("value.expected", pgettext_lazy("field", "expected value"), compile=latest("expected_value"),
              **assessed),
        Field("value.at_stake", pgettext_lazy("field", "value at stake"), compile=latest("at_stake"), **assessed),
    ])  # fmt: skip


def entries(asked: Asked) -> QuerySet:
    return asked.reader.seen(LedgerEntry.objects.all())


def assessments(asked: Asked) -> QuerySet:
    return asked.reader.seen(Assessment.objects.all())


def latest(column: str) -> Callable:
    """A figure of the owner's latest assessment, where that was made in the currency asked for."""

    def compile(asked: Asked) -> Q:
        if asked.operator in (Operator.KNOWN, Operator.UNKNOWN):
            known = having(assessments(asked))
            return known if asked.operator == Operator.KNOWN else ~known
        rows = newest(assessments(asked)).filter(amounted(column, asked), currency=asked.value.currency)
        return having(rows)

    return compile
