"""Pages: what relations are worth, group by group, and one assessment line by line."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm import clock
from crm.web.pages import page
from crm.web.paging import keyset_page
from profitability import access
from profitability.plans import wording as plan_words

from . import charts, report, selectors, wording


@page("value.report")
@require_safe
def overview(request):
    """What each project and each stage of life brings, costs and is worth net."""
    known = report.currencies(request.user)
    asked = request.GET.get("currency", "")
    currency = asked if asked in known else (known[0] if known else "CNY")
    projects = report.by_project(request.user, currency)
    stages = report.by_stage(request.user, currency)
    newest = keyset_page(
        selectors.assessments(request.user), by=("-at", "-id"), mark=request.GET.get("after"), size=10
    )
    context = {
        "currency": currency,
        "currencies": known,
        "total": report.total(projects, stages),
        "projects": projects,
        "stages": stages,
        "headline": charts.headline(projects, currency),
        "chart": charts.net_by_group(projects, currency),
        "table": charts.group_table(projects, currency, _("Project")),
        "assessments": newest,
        "plan_labels": plan_words.LABELS,
        "now": clock.now(),
    }
    return render(request, "profitability/overview.html", context)


@page("assessments.view")
@require_safe
def assessment(request, public_id):
    """One assessment: every line with how it came about, and the plans compared."""
    row = access.assessment_for(request.user, public_id)
    context = {
        "row": row,
        "lines": wording.told(row.lines),
        "plans": plan_words.told(row),
        "situation": plan_words.situation(row.situation),
        "now": clock.now(),
    }
    return render(request, "profitability/assessment.html", context)
