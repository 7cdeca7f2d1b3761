"""Pages: what is reported most, as pictures with their tables; and the cases behind a bar."""

from datetime import date, timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from crm import clock
from crm.web.pages import page
from crm.web.paging import capped_count, keyset_page
from owners.access import project_for, projects_for

from . import charts, counting, rules, selectors

SHOWN_FOR = timedelta(days=365)


def by_words() -> dict[str, str]:
    """What one may look at it by."""
    return {
        "cause": _("By cause"),
        "month": _("By month"),
        "building": _("By building"),
        "phase": _("By phase"),
        "contractor": _("By contractor"),
    }


def asked_in(user, said, today: date) -> counting.Asked:
    """The report that an address or an API call asks for; what makes no sense is left out."""
    until = _day(said.get("until", ""), today)
    since = _day(said.get("since", ""), until - SHOWN_FOR)
    code, under, by = said.get("project", ""), said.get("under", ""), said.get("by", "cause")
    level = said.get("level", "")
    return counting.Asked(
        since=min(since, until),
        until=until,
        project=project_for(user, code, to="causes.report") if code else None,
        level=int(level) if level in ("1", "2", "3") else min(rules.depth(under) + 1, 3) if under else 2,
        under=under if rules.is_code(under) else "",
        by=by if by in counting.BY else "cause",
    )


def _day(typed: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return otherwise


def query_of(asked: counting.Asked) -> dict[str, str]:
    """The same as an address."""
    return {
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "project": asked.project.code if asked.project else "",
        "level": str(asked.level),
        "under": asked.under,
        "by": asked.by,
    }


@page("causes.report")
@require_GET
def report(request):
    """One picture, its one message in the title, the table behind it."""
    today = timezone.localtime(clock.now()).date()
    asked = asked_in(request.user, request.GET, today)
    lines = counting.lines(request.user, asked, most=0 if asked.by == "month" else counting.BARS)
    query = query_of(asked)
    drawn = charts.trend(lines) if asked.by == "month" else charts.pareto(lines)
    context = {
        "asked": asked,
        "query": query,
        "lines": lines,
        "whole": sum(line.count for line in lines),
        "title": headline(lines, asked),
        "chart": drawn,
        "table": charts.table(lines, query),
        "rows_url": f"{reverse('desk:cause_rows')}?{urlencode(query)}",
        "projects": projects_for(request.user, to="causes.report"),
        "by_words": by_words(),
        "under_path": selectors.path_of(asked.under) if asked.under else "",
        "levels": (("1", _("Classes")), ("2", pgettext("of a proposal", "Parts")), ("3", _("Defects"))),
    }
    return render(request, "desk/cause_report.html", context)


def headline(lines, asked: counting.Asked) -> str:
    """What the picture says."""
    counted = [line for line in lines if line.count]
    if not counted:
        return _("Nothing was reported in this time")
    if asked.by == "month":
        most = max(counted, key=lambda line: line.count)
        return _("Most came in %(month)s: %(count)s") % {"month": most.label, "count": most.count}
    few = rules.vital_few([rules.Bar(line.key, line.count, line.share, line.together) for line in counted])
    share = {"count": few, "share": round(counted[max(few - 1, 0)].together), "first": counted[0].label}
    return (
        ngettext(
            "%(first)s alone makes %(share)s %% of the cases",
            "%(count)s make %(share)s %% of the cases; %(first)s comes first",
            max(few, 1),
        )
        % share
    )


@page("causes.report")
@require_GET
def rows(request):
    """The cases behind a bar, newest first."""
    today = timezone.localtime(clock.now()).date()
    asked = asked_in(request.user, request.GET, today)
    key = request.GET.get("key", "") or counting.key_called(request.user, asked, request.GET.get("at", ""))
    found = (
        counting.cases_behind(request.user, asked, key) if key else counting.population(request.user, asked)
    )
    found = found.select_related("project", "home")
    shown = keyset_page(found, by=("-received_at", "-id"), mark=request.GET.get("after"), size=50)
    context = {
        "page": shown,
        "count": capped_count(found) if shown.first else None,
        "back": f"{reverse('desk:cause_report')}?{urlencode(query_of(asked))}",
        "labels": selectors.labels(),
        "now": clock.now(),
    }
    return render(request, "desk/cause_rows.html", context)
