"""Pages: how satisfied owners are, and one feedback with what came of it."""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm import clock
from crm.web.pages import page
from crm.web.paging import keyset_page
from owners.access import projects_for
from satisfaction import access

from . import charts, selectors, wording
from .states import Attitude, Opinion, Via

SHOWN_FOR = timedelta(days=730)
FILTERS = ("project", "attitude", "opinion", "via")


@page("satisfaction.view")
@require_safe
def overview(request):
    """Scores over time with their table, and below it what owners said, newest first."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    months = selectors.months(request.user, project=asked["project"], since=clock.now() - SHOWN_FOR)
    rows = selectors.filtered(selectors.feedback_rows(request.user), asked)
    found = keyset_page(rows, by=("-at", "-id"), mark=request.GET.get("after"), size=30)
    context = {
        "page": found,
        "asked": asked,
        "filtered": any(asked.values()),
        "projects": projects_for(request.user, "satisfaction.view"),
        "attitudes": Attitude.choices,
        "opinions": Opinion.choices,
        "ways": Via.choices,
        "tones": wording.TONES,
        "headline": wording.headline(months),
        "chart": charts.score_over_time(months),
        "table": charts.score_table(months),
        "mean": wording.weighted(months[-12:]),
        "content_share": wording.share_content(months[-12:]),
        "answers": sum(row["answers"] for row in months[-12:]),
        "months": months,
        "now": clock.now(),
    }
    return render(request, "satisfaction/overview.html", context)


@page("satisfaction.view")
@require_safe
def one(request, public_id):
    """One feedback: the words, the answers, and beside it what was decided."""
    row = access.feedback_for(request.user, public_id)
    context = {
        "row": row,
        "answers": [_answer(answer) for answer in selectors.answers_of(row)],
        "tone": wording.TONES.get(row.attitude, "calm"),
        "language": dict(settings.LANGUAGES).get(row.language, row.language),
        "now": clock.now(),
    }
    return render(request, "satisfaction/feedback.html", context)


def _answer(answer) -> dict:
    options = {option["id"]: option["label"] for option in answer.question.worded_options()}
    return {
        "question": answer.question.label,
        "said": options.get(answer.option_id) or answer.number,
        "text": answer.text,
        "tone": wording.TONES.get(answer.option_id, "calm"),
    }
