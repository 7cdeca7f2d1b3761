"""Pages of the reply guard: what it says of a text while it is typed, its rules, and what it caught."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError, Refused
from crm.versions import in_words
from crm.versions.pages import bringing_back
from crm.web.pages import page
from service_desk.cases.access import case_for
from service_desk.guidance import access, guard, guard_rules, reading, selectors
from service_desk.guidance.forms import GuardRuleForm
from service_desk.guidance.guard_rules import keep_rule, wrong_lines
from service_desk.guidance.guard_text import LONGEST_TEXT
from service_desk.guidance.models import GuardRule
from service_desk.guidance.terms import FindingKind, Level
from service_desk.guidance.versions import retired
from service_desk.guidance.views.history import history, retiring


@page("guidance.use")
@require_POST
def read(request):
    """What stands in a composer, read while it is typed; the words are not kept."""
    text, number = request.POST.get("text", "")[:LONGEST_TEXT], request.POST.get("case", "")
    case = case_for(request.user, number) if number else None
    language = guard.language_of(case) if case else request.POST.get("language", "") or get_language()
    found = guard.read(text, language, by=request.user, case=case)
    words = {
        "use": _("Say it like this"),
        "add": _("Add this"),
        "guess": _("may sound like:"),
        "guessed": _("only a guess, by how it sounds"),
        "levels": {value: label for value, label in Level.choices},
    }
    told = [guard.told_of(finding, language, text=text) for finding in found]
    return JsonResponse({"findings": told, "words": {**words, "levels": _plain(words["levels"])}})


def _plain(labels: dict) -> dict:
    return {value: str(label) for value, label in labels.items()}


@page("guidance.use")
@require_GET
def rules(request):
    """All rules in force, how often each was heeded, and a box to try them."""
    now = clock.now()
    counts = selectors.catch_counts(now=now)
    kinds = {value: [] for value in FindingKind.values}
    for row in selectors.rules():
        kinds[row.finding].append({"row": row, "counts": counts.get(row.code, {})})
    may_edit = may(request.user, "guidance.edit")
    context = {
        "now": now,
        "kinds": [(FindingKind(value).label, rows) for value, rows in kinds.items() if rows],
        "may_edit": may_edit,
        "catches": selectors.catches(request.user) if may_edit else [],
        "gone": [
            {"row": row, "title": row.label, "return_url": reverse("desk:return_guard_rule", args=[row.code])}
            for row in (retired(GuardRule) if may_edit else ())
        ],
        "totals": {name: sum(row[name] for row in counts.values()) for name in ("changed", "sent")},
    }
    return render(request, "desk/guidance/rules.html", context)


@page("guidance.edit")
@require_http_methods(["GET", "POST"])
def new_rule(request):
    form = GuardRuleForm(request.POST or None, initial={"level": Level.SERIOUS})
    return _edited(request, form, row=None)


@page("guidance.edit")
@require_http_methods(["GET", "POST"])
def rule(request, code):
    row = access.in_force(request.user, GuardRule, code, to="guidance.edit")
    return _edited(request, GuardRuleForm(request.POST or None, initial=GuardRuleForm.initial_of(row)), row)


def _edited(request, form, row):
    """Try the rule as it is typed, or put it in force."""
    tried = None
    if request.method == "POST" and form.is_valid():
        content = form.content()
        try:
            if "save" in request.POST:
                code = row.code if row else ""
                seen = form.cleaned_data["seen"] if row else None
                keep_rule(request.user, code=code, seen=seen, now=clock.now(), **content)
                messages.success(request, _("The rule is in force."))
                return redirect("desk:guard_rules")
            tried = _tried(content, form.cleaned_data["sample"])
        except Refused as refusal:
            form.take(refusal)
        except DoorstepError as conflict:
            form.add_error(None, str(conflict.message))
    context = {
        "form": form,
        "row": row,
        "tried": tried,
        "versions": history(row, lambda one: in_words(form, form.initial_of(one)), "desk:return_guard_rule"),
        "now": clock.now(),
    }
    return render(request, "desk/guidance/rule.html", context, status=422 if form.errors else 200)


def _tried(content: dict, sample: str) -> list[str]:
    """The words of the sample that the rule would mark; any sum is above the limit here."""
    if wrong := wrong_lines(content):
        raise Refused(fields=wrong)
    plain = {name: value for name, value in content.items() if name != "title"}
    draft = reading.Rule(code="draft", **plain)
    language = {"zh": "zh-hans"}.get(draft.language, draft.language)
    nothing = reading.Authority(0, "CNY")
    found = reading.find(sample, [draft], language=language, authority=nothing)
    return [sample[finding.start : finding.end] for finding in found]


bring_back = bringing_back(
    "guidance.edit",
    guard_rules.bring_back,
    find=lambda user, code: access.newest(user, GuardRule, code).code,
    done=lambda _row: _("The rule is in force."),
    to="desk:guard_rule",
)


retire_rule = retiring(
    GuardRule, done=lambda: _("The rule looks for nothing any more."), to="desk:guard_rules"
)
