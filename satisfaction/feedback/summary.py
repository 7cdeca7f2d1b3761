"""Is satisfaction up? The answer for the start page of who leads."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from crm import clock
from crm.accounts.permissions import may
from crm.web.formats import number_text

from . import charts, selectors, wording
from .views import SHOWN_FOR

LAST = 12  # months in the picture and in the figures


def answer(request) -> str | None:
    """The sentence, its figures and the picture behind it. One query."""
    if not may(request.user, "satisfaction.view"):
        return None
    months = selectors.months(request.user, since=clock.now() - SHOWN_FOR)
    shown = {
        "key": "home-satisfaction",
        "question": _("Is satisfaction up?"),
        "said": wording.headline(months),
        "url": reverse("satisfaction:overview"),
        "action": _("What owners said"),
    }
    if months:
        shown |= _figures(months[-LAST:])
    else:
        shown["hint"] = _("Answers come in after return visits, by link or through the callback officer.")
    return render_to_string("web/components/answer.html", shown, request=request)


def _figures(months) -> dict:
    return {
        "figures": [
            {"value": wording.weighted(months), "label": _("mean score, last 12 months")},
            {"value": f"{wording.share_content(months)} %", "label": _("satisfied or very satisfied")},
            {"value": number_text(sum(row["answers"] for row in months)), "label": _("answers behind it")},
        ],
        "picture": _("Mean score by month, 0 to 100; the bars show how many answered"),
        "chart": charts.score_over_time(months),
        "table": charts.score_table(months),
    }
