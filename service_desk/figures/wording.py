"""Figures in words and pictures: values as people read them, a sparkline, a chart with its table."""

from django.utils import formats as numbers
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from crm.web.formats import compact_money_text, money_text, month_text, number_text
from service_desk.figures.catalogue import MONEY, PERCENT, Figure
from service_desk.figures.counting import Counted, Point

UNITS = {
    "percent": gettext_lazy("percent"),
    "money": gettext_lazy("money of the project's currency"),
    "stars": gettext_lazy("stars, one to five"),
}
WIDE, HIGH = 120, 28
SHORTENED_FROM = 100_000_000  # a million of most currencies, in their small units


def value_text(figure: Figure, value: float | None, currency: str = "") -> str:
    if value is None:
        return "–"
    if figure.unit == MONEY and not currency:
        return "0"
    if figure.unit == MONEY:
        return (money_text if abs(value) < SHORTENED_FROM else compact_money_text)(int(value), currency)
    return (
        f"{numbers.number_format(value, 1)} %" if figure.unit == PERCENT else numbers.number_format(value, 1)
    )


def base_text(counted: Counted) -> str:
    """What the value is made of: "48 of 53", or how many rows it adds up."""
    now = counted.now
    if counted.figure.unit == PERCENT:
        return _("%(numerator)s of %(denominator)s") % {
            "numerator": number_text(now.numerator),
            "denominator": number_text(now.denominator),
        }
    return ngettext("from %(count)s row", "from %(count)s rows", now.denominator) % {
        "count": number_text(now.denominator)
    }


def change_text(counted: Counted) -> str:
    """Against the period before; empty where one of the two is too small to compare."""
    if counted.change is None:
        return ""
    sign = "+" if counted.change >= 0 else "−"
    amount = numbers.number_format(abs(counted.change), 1)
    if counted.figure.unit == PERCENT:
        return _("%(change)s points against the period before") % {"change": f"{sign}{amount}"}
    unit = " %" if counted.figure.unit == MONEY else ""
    return _("%(change)s against the period before") % {"change": f"{sign}{amount}{unit}"}


def sparkline(counted: Counted) -> str:
    """The months as a thin line, gaps where nothing was counted; the table behind the chart says the numbers."""
    values = [
        point.value(counted.figure.unit) if point.denominator else None for _month, point in counted.months
    ]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    top = 100 if counted.figure.unit == PERCENT else max(known) or 1
    step = WIDE / (len(values) - 1)
    points = " ".join(
        f"{nth * step:.1f},{HIGH - 2 - (HIGH - 4) * value / top:.1f}"
        for nth, value in enumerate(values)
        if value is not None
    )
    label = _("%(figure)s, the last twelve months") % {"figure": counted.figure.label}
    return format_html(
        '<svg class="dk-spark" viewBox="0 0 {} {}" role="img" aria-label="{}"><polyline points="{}"/></svg>',
        WIDE,
        HIGH,
        label,
        points,
    )


def headline(counted: Counted) -> str:
    """One message: where the figure stands, and whether it has moved."""
    named = {
        "figure": counted.figure.label,
        "value": value_text(counted.figure, counted.value, counted.currency),
    }
    if counted.value is None:
        return _("%(figure)s: nothing to count yet") % named
    if counted.is_better is None:
        return _("%(figure)s stands at %(value)s") % named
    if counted.is_better:
        return _("%(figure)s: better than before, at %(value)s") % named
    return _("%(figure)s: worse than before, at %(value)s") % named


def chart(counted: Counted) -> dict:
    """The months as bars from zero."""
    unit, digits = counted.figure.unit, 100 if counted.figure.unit == MONEY else 1
    values = [point.value(unit) if point.denominator else None for _month, point in counted.months]
    axis = {"type": "value", "min": 0, **({"max": 100} if unit == PERCENT else {})}
    return {
        "xAxis": {
            "type": "category",
            "data": [month_text(month) for month, _point in counted.months],
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": axis,
        "tooltip": {"trigger": "axis"},
        "series": [
            {
                "name": str(counted.figure.label),
                "type": "bar",
                "data": [None if value is None else round(value / digits, 1) for value in values],
                "barMaxWidth": 28,
            }
        ],
    }


def table(counted: Counted) -> dict:
    """The numbers behind the chart."""
    figure = counted.figure
    return {
        "head": [pgettext("calendar", "Month"), str(figure.label), _("Numerator"), _("Denominator")],
        "rows": [
            [month_text(month), *cells(figure, point, counted.currency)]
            for month, point in reversed(counted.months)
        ],
    }


def cells(figure: Figure, point: Point, currency: str) -> list[str]:
    """Value, numerator and denominator as text."""
    money = figure.unit == MONEY and currency
    return [
        value_text(figure, point.value(figure.unit), currency),
        money_text(point.numerator, currency) if money else number_text(point.numerator),
        number_text(point.denominator),
    ]
