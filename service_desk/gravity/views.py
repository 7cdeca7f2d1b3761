"""Pages: how serious a case was judged and why, what more is known, and the thresholds of the house."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import Refused
from crm.versions import Table, in_words, versions
from crm.versions.pages import bringing_back
from crm.web.pages import page
from service_desk.cases.access import case_for
from service_desk.cases.forms import SeverityForm
from service_desk.cases.terms import Severity
from service_desk.cases.wording import reasons_of, why_so_serious
from service_desk.gravity import rejudging, rules, selectors, services, standing
from service_desk.gravity.cards import TONES, answers_in_words
from service_desk.gravity.forms import ImpactForm, ThresholdsForm, initial_of


@page("severity.view")
@require_GET
def gravity(request, number):
    """One case: its answers, every judgement with its reasons, and the forms that change them."""
    return _show(request, case_for(request.user, number, to="severity.view"))


def _show(request, case, *, impact_form=None, status=200):
    user = request.user
    open_to = {"impact": "severity.learn", "severity": "cases.severity"}
    allowed = {name: case.is_open and may(user, verb, project=case.project) for name, verb in open_to.items()}
    context = {
        "case": case,
        "now": clock.now(),
        "tone": TONES[case.severity],
        "answers": answers_in_words(case),
        "why": why_so_serious(case),
        "judgements": [_line(row) for row in selectors.judgements_of(case)[:100]],
        "impact_form": (impact_form or ImpactForm(case=case, user=user)) if allowed["impact"] else None,
        "severity_form": SeverityForm(case=case, user=user) if allowed["severity"] else None,
    }
    return render(request, "desk/gravity/case.html", context, status=status)


def _line(row) -> dict:
    return {
        "row": row,
        "tone": TONES[row.severity],
        "reasons": reasons_of(row.reasons),
        "computed": Severity(row.computed).label,
        "differs": row.computed != row.severity,
        "said": row.because if row.because != ",".join(row.reasons) else "",
    }


@page("severity.learn")
@require_POST
def learn(request, number):
    """More is known of what it does to them."""
    case = case_for(request.user, number, to="severity.learn")
    form = ImpactForm(request.POST, case=case, user=request.user)
    if not form.carry_out(request.user, clock.now()):
        return _show(request, case, impact_form=form, status=422)
    messages.success(request, form.done)
    return redirect("desk:case" if request.POST.get("back") == "case" else "desk:gravity", number)


@page("severity.view")
@require_http_methods(["GET", "POST"])
def thresholds(request):
    """The thresholds: edited, tried on the open cases, and only then put in force."""
    now = clock.now()
    current, in_force = standing.in_force(now=now)
    may_change = may(request.user, "severity.thresholds")
    given = request.POST if request.method == "POST" and may_change else None
    form = ThresholdsForm(given, thresholds=in_force, seen=current.version)
    tried = None
    if given is not None and form.is_valid():
        try:
            if "save" in request.POST:
                return _put_in_force(request, form, now)
            tried = selectors.preview(request.user, services.check(form.changes()))
        except Refused as refusal:
            form.take(refusal)
    context = {
        "form": form,
        "current": current,
        "may_change": may_change,
        "versions": _versions(form, current, may_change),
        **(_tried(tried) if tried else {}),
    }
    return render(request, "desk/gravity/thresholds.html", context, status=422 if form.errors else 200)


def _versions(form, current, may_change) -> list:
    return versions(
        selectors.versions(),
        Table(at="active_from", by="written_by", because="because"),
        in_force=current.version,
        says=lambda row: in_words(form, initial_of(rules.read(row.rules))),
        back=(lambda number: reverse("desk:thresholds_return", args=[number])) if may_change else None,
    )


def _tried(tried) -> dict:
    """What the page says of a preview."""
    counts = [(label, tried.before[value], tried.after[value]) for value, label in Severity.choices]
    moves = [(Severity(old).label, Severity(new).label, count) for old, new, count in tried.moves]
    return {
        "tried": tried,
        "counts": counts,
        "moves": moves,
        "changed": [_changed(*row) for row in tried.changed],
    }


def _changed(case, severity, reasons) -> dict:
    return {
        "case": case,
        "to": Severity(severity).label,
        "tone": TONES[severity],
        "reasons": ", ".join(reasons_of(reasons)),
    }


def _put_in_force(request, form, now):
    said = form.cleaned_data
    row = services.change_thresholds(
        request.user, changes=form.changes(), because=said["because"], seen=said["seen"], now=now
    )
    messages.success(request, _now_in_force(row))
    return redirect("desk:thresholds")


def _now_in_force(row) -> str:
    return _("Version %(version)s is in force.") % {"version": row.version}


bring_back = bringing_back(
    "severity.thresholds",
    services.bring_back,
    done=_now_in_force,
    to="desk:thresholds",
)


@page("severity.thresholds")
@require_POST
def judge_open(request):
    """Judge all open cases again by the thresholds in force, as long work."""
    rejudging.start(request.user, now=clock.now())
    messages.success(request, _("The open cases are being judged again; you may go on working."))
    return redirect("desk:thresholds")
