"""The fields as the builder and the API are told of them: words in the reader's language, and what may be asked."""

from babel.dates import get_month_names
from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from crm.organisation.models import Project
from crm.web import formats

from .fields import Field, groups
from .rules import EMPTY
from .terms import DEEPEST, MOST_CONDITIONS, Join, Operator, Unit

ALL_CURRENCIES = ("CNY", "TWD", "HKD", "EUR", "USD", "JPY")


def grouped(fields: list[Field]) -> list[dict]:
    """Group by group, in the order in which the floors registered them; empty groups are left out."""
    shown = [
        {"key": key, "label": str(label), "fields": [told(each) for each in fields if each.group == key]}
        for key, label in groups().items()
    ]
    return [group for group in shown if group["fields"]]


def told(field: Field) -> dict:
    label = str(field.label)
    return {
        "key": field.key,
        "label": label[:1].upper() + label[1:],
        "kind": field.kind.value,
        "operators": [{"value": each.value, "label": _operator(field, each)} for each in field.operators],
        "choices": [] if field.is_looked_up else _pairs(field.choices),
        "looked_up": field.is_looked_up,
        "narrowings": [
            {
                "key": each.key,
                "label": str(each.label),
                "period": each.is_period,
                "choices": _pairs(each.choices),
            }
            for each in field.narrowings
        ],
        "largest": field.largest,
    }


def _pairs(choices) -> list[dict]:
    return [{"value": value, "label": str(label)} for value, label in choices]


def _operator(field: Field, operator: Operator) -> str:
    """A yes or a no is said in words: has an open complaint."""
    if operator == Operator.YES and field.yes:
        return str(field.yes)
    return str(field.no) if operator == Operator.NO and field.no else str(operator.label)


def of_builder(user, fields: list[Field]) -> dict:
    """Everything the builder needs to draw a tree."""
    names = get_month_names("wide", "stand-alone", formats.locale())
    return {
        "groups": grouped(fields),
        "joins": _pairs(Join.choices),
        "units": _pairs(Unit.choices),
        "months": [{"value": month, "label": names[month]} for month in range(1, 13)],
        "currencies": [
            {"value": code, "digits": get_currency_precision(code)} for code in currencies_of(user)
        ],
        "digits": {code: get_currency_precision(code) for code in ALL_CURRENCIES},
        "deepest": DEEPEST,
        "most": MOST_CONDITIONS,
        "empty": EMPTY,
        "spanLabel": str(Operator.IN_LAST.label),
        "daysLabel": str(Operator.FROM_TO.label),
        "says": _says(),
    }


def currencies_of(user) -> list[str]:
    """Those of the user's projects."""
    codes = (
        Project.objects.visible_to(user).order_by("currency").values_list("currency", flat=True).distinct()
    )
    return list(codes) or ["CNY"]


def _says() -> dict[str, str]:
    return {
        "add": _("Add a condition"),
        "addGroup": _("Add a group"),
        "and": _("and"),
        "between": _("to"),
        "change": _("Ask about something else"),
        "choose": _("Choose what to ask about"),
        "currency": _("Currency"),
        "duplicate": _("Repeat this condition"),
        "group": _("Group of conditions"),
        "howLong": _("How many"),
        "join": _("How the conditions hang together"),
        "narrow": _("Only some of them"),
        "nothing": _("Nothing fits"),
        "operator": _("How it is compared"),
        "remove": _("Take this condition away"),
        "removeGroup": _("Take this group away"),
        "search": _("Search"),
        "unit": _("Unit"),
        "value": _("Value"),
        "whenever": _("whenever"),
    }
