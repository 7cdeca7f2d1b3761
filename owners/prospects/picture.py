"""The conversion of those who asked, as a chart and the table behind it. Pure."""

from datetime import date
from decimal import Decimal

from babel.numbers import get_currency_precision
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from owners.people.choices import Source

from .choices import Step

SHOWN = (Step.VISITED, Step.RESERVED, Step.SUBSCRIBED, Step.SIGNED)
SPANS = (3, 6, 12, 24)


def major(amount: int | None, currency: str) -> str:
    """Minor units as somebody would type them."""
    if amount is None:
        return ""
    return f"{(Decimal(amount).scaleb(-get_currency_precision(currency))).normalize():f}"


def month_called(text: str) -> date | None:
    """The first day of a month written 2026-03; None where it is none."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def months_back(today: date, months: int) -> tuple[date, date]:
    """The first day of so many months ago, and the day after today's month."""
    months = min(max(months, 1), 120)
    count = today.year * 12 + today.month - months
    return date(count // 12, count % 12 + 1, 1), month_after(today.replace(day=1))


def spans() -> list[tuple[str, str]]:
    return [
        (str(months), ngettext("%(months)s month", "%(months)s months", months) % {"months": months})
        for months in SPANS
    ]


def of_conversion(rows, project: str) -> dict:
    """Headline, chart and table; bars are per cent of those who asked, with the number asked beside each name."""
    names = dict(Source.choices)
    labels = [f"{names[row.source]} ({row.opened})" for row in rows]
    chart = {
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "legend": {"top": 0},
        "grid": {"top": 36, "left": 8, "right": 16, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": labels},
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value} %"}},
        "series": [
            {
                "name": str(step.label),
                "type": "bar",
                "barMaxWidth": 28,
                "data": [round(row.percent(step.value), 1) for row in rows],
            }
            for step in SHOWN
        ],
    }
    return {
        "rows": [_line(row, names, project) for row in rows],
        "chart": chart,
        "headline": _headline(rows, names),
    }


def _headline(rows, names) -> str:
    """The one thing to see: by which way most of those who asked signed, where enough asked to say so."""
    sure = [row for row in rows if not row.small and row.reached["signed"]]
    if not sure:
        return _("Too few have asked to say by which way buyers come")
    best = max(sure, key=lambda row: row.percent("signed"))
    return _("%(source)s: %(percent)s of a hundred who asked have signed") % {
        "source": names[best.source],
        "percent": round(best.percent("signed")),
    }


def _line(row, names, project: str) -> dict:
    def link(step: str) -> str:
        asked = {"source": row.source, "state": "all", "step": step, "project": project}
        return f"{reverse('owners:prospects')}?{urlencode({k: v for k, v in asked.items() if v})}"

    return {
        "source": names[row.source],
        "opened": row.opened,
        "opened_url": link(""),
        "small": row.small,
        "days": row.days,
        "steps": [
            {
                "count": row.reached[step.value],
                "percent": round(row.percent(step.value)),
                "url": link(step.value),
            }
            for step in SHOWN
        ],
    }
