"""Pages of the shorter ways, of praise, of the counts of topics and of the topics themselves."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm import clock
from crm.accounts.permissions import may
from crm.errors import NotFound, Refused
from crm.versions import Table, in_words, reasons, versions
from crm.versions.pages import bringing_back
from crm.web.pages import page
from crm.web.paging import keyset_page
from service_desk.cases.access import case_for
from service_desk.cases.terms import CaseKind
from service_desk.guidance import reply_templates
from service_desk.guidance.filling import near
from service_desk.topics import access, charts, counting, selectors, services
from service_desk.topics.forms import SHORT_WAYS, TopicForm, said_in


@page("topics.answer")
@require_http_methods(["GET", "POST"])
def short_way(request, number):
    """An inquiry, a suggestion or praise, dealt with on one page."""
    case, now = case_for(request.user, number, to="topics.answer"), clock.now()
    form_class = SHORT_WAYS.get(case.kind)
    if form_class is None:
        raise NotFound
    templates = reply_templates.offered(request.user, case, now=now) if case.is_open else []
    form = form_class(request.POST or None, case=case, user=request.user, templates=templates)
    if request.method == "POST" and form.carry_out(request.user, now):
        messages.success(request, form.done)
        return redirect("desk:case", number)
    context = {
        "case": case,
        "form": form,
        "suggestion": services.suggestion_of(case) if case.kind == CaseKind.SUGGESTION else None,
        "now": now,
    }
    return render(request, "desk/topics/short.html", context, status=422 if form.errors else 200)


@page("praise.read")
@require_GET
def praise(request):
    """What was said in praise of oneself and one's department; reading it is noted."""
    rows, now = selectors.praise_for(request.user), clock.now()
    response = render(request, "desk/topics/praise.html", {"rows": rows, "now": now})
    services.mark_read(request.user, rows, now=now)
    return response


@page("topics.view")
@require_GET
def report(request):
    """What people ask about, suggest and praise: one picture, its message in the title, the table behind it."""
    asked = counting.asked_in(request.user, request.GET, timezone.localtime(clock.now()).date())
    lines = counting.lines(request.user, asked, get_language() or "en")
    months, query = counting.by_month(request.user, asked), counting.query_of(asked)
    may_read = may(request.user, "cases.view")
    context = {
        "asked": asked,
        "query": query,
        "lines": lines,
        "title": charts.headline(lines),
        "chart": charts.bars(lines),
        "table": charts.table(lines, query, may_read=may_read),
        "rows_url": f"{reverse('desk:topic_rows')}?{urlencode(query)}" if may_read else "",
        "months": charts.months(months),
        "months_table": {
            "head": [pgettext("calendar", "Month"), _("Cases")],
            "rows": [[one.label, one.count] for one in months],
        },
        "whole": sum(one.count for one in months),
        "untagged": counting.untagged(request.user, asked),
        "projects": counting.projects(request.user),
        "kinds": [(kind.value, kind.label) for kind in counting.SHORT_KINDS],
        "groups": [
            (row.code, near(row.names, get_language() or "en"))
            for row in selectors.tree()
            if not row.parent_id
        ],
        "may_edit": may(request.user, "topics.edit"),
    }
    return render(request, "desk/topics/report.html", context)


@page("cases.view")
@require_GET
def rows(request):
    """The cases behind a bar, newest first."""
    asked = counting.asked_in(request.user, request.GET, timezone.localtime(clock.now()).date())
    language = get_language() or "en"
    key = request.GET.get("key", "") or counting.key_called(request.GET.get("at", ""), language)
    found = counting.cases_behind(request.user, asked, key).visible_to(request.user)
    shown = keyset_page(
        found.select_related("project", "home"), by=("-received_at", "-id"), mark=request.GET.get("after")
    )
    topic = next((row for row in selectors.tree(with_retired=True) if row.code == key), None)
    context = {
        "page": shown,
        "title": near(topic.names, language) if topic else "",
        "back": f"{reverse('desk:topic_report')}?{urlencode(counting.query_of(asked))}",
        "now": clock.now(),
    }
    return render(request, "desk/topics/rows.html", context)


@page("topics.edit")
@require_GET
def topic_tree(request):
    """The topics as they stand below one another."""
    language = get_language() or "en"
    listed = [(row, near(row.names, language)) for row in _in_order(selectors.tree(with_retired=True))]
    return render(request, "desk/topics/tree.html", {"rows": listed})


def _in_order(tree) -> list:
    tops = [row for row in tree if row.parent_id is None]
    return [row for top in tops for row in (top, *[one for one in tree if one.parent_id == top.pk])]


@page("topics.edit")
@require_http_methods(["GET", "POST"])
def new_topic(request):
    return _edited(request, TopicForm(request.POST or None), None)


@page("topics.edit")
@require_http_methods(["GET", "POST"])
def topic(request, code):
    row = access.topic_for(request.user, code, to="topics.edit")
    return _edited(request, TopicForm(request.POST or None, initial=TopicForm.initial_of(row), row=row), row)


bring_back = bringing_back(
    "topics.edit",
    services.bring_back,
    find=lambda user, code: access.topic_for(user, code, to="topics.edit"),
    done=lambda _row: _("Saved."),
    to="desk:topic",
)


def _edited(request, form, row):
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_topic(request.user, now=clock.now(), **form.content())
            messages.success(request, _("Saved."))
            return redirect("desk:topic_tree")
        except Refused as refusal:
            form.take(refusal)
    context = {
        "form": form,
        "row": row,
        "versions": _versions(form, row) if row else [],
        "now": clock.now(),
    }
    return render(request, "desk/topics/topic.html", context, status=422 if form.errors else 200)


def _versions(form, row) -> list:
    return versions(
        selectors.versions_of(row),
        Table(number="number"),
        in_force=row.version,
        says=lambda version: in_words(form, said_in(version)),
        whys=reasons(type(row), [row.pk]),
        back=lambda _number: reverse("desk:return_topic", args=[row.code]),
    )
