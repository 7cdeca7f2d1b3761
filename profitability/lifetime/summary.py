"""Is the service worth its money? The answer for the start page of who leads."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from crm import clock
from crm.accounts.permissions import may
from crm.web.formats import compact_money_text, number_text

from . import charts, report


def answer(request) -> str | None:
    """What keeping owners cost within a year against what was at stake with them. Three queries."""
    if not may(request.user, "value.report"):
        return None
    currency = next(iter(report.currencies(request.user)), None)
    year = report.year(request.user, currency, now=clock.now()) if currency else None
    shown = {
        "key": "home-value",
        "question": _("Is the service worth its money?"),
        "url": reverse("profitability:overview"),
        "action": _("Value of our relations"),
    }
    if year and year.months:
        shown |= _figures(year, currency)
    else:
        shown["said"] = _("Nothing is posted yet")
        shown["hint"] = _("Purchases, fees and the cost of service appear here by themselves as they happen.")
    return render_to_string("web/components/answer.html", shown, request=request)


def _figures(year: report.Year, currency: str) -> dict:
    cost, stake = compact_money_text(year.cost, currency), compact_money_text(year.at_stake, currency)
    return {
        "said": charts.worth(year, cost, stake),
        "figures": [
            {"value": cost, "label": _("cost to keep, last 12 months")},
            {"value": stake, "label": _("at stake")},
            {"value": number_text(year.owners), "label": _("owners at risk of leaving")},
        ],
        "picture": _("Cost to keep by month, %(currency)s") % {"currency": currency},
        "chart": charts.cost_by_month(year.months),
        "table": charts.month_table(year.months, currency),
    }
