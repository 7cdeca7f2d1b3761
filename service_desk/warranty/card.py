"""What the warranty says beside a case, and while a call is being taken."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may
from owners.days import day_of
from service_desk.cases.terms import PROCEDURE_KINDS
from service_desk.causes.selectors import said_of

from . import selectors, wording
from .states import SIGNS, TONES, Coverage


def beside_case(request, case, owner):
    """The part, how it stands, the rule; and where nobody has said which part, the guess to be confirmed."""
    if case.home_id is None or case.kind not in PROCEDURE_KINDS:
        return None
    rows = selectors.standings_of(case)
    if not rows:
        return None
    check = selectors.check_of(case)
    may_judge = case.is_open and may(request.user, "warranty.judge", project=case.project)
    guess = None if check else selectors.guess_in(rows, f"{case.summary}\n{case.words}")
    promised = selectors.promised_extension(case) if may_judge else None
    context = {
        "case": case,
        "check": check,
        "rule": wording.rule_text(check.rule) if check else "",
        "tone": TONES[check.coverage] if check else "",
        "sign": SIGNS[check.coverage] if check else "",
        "rows": rows,
        "guess": guess,
        "chosen": check.part.code if check else guess.part.code if guess else "",
        "may_judge": may_judge,
        "promised": promised,
    }
    return render_to_string("desk/warranty_card.html", context, request)


def at_registration(request, call):
    """While a call is taken: the part that the words seem to be about, chosen already, and how it stands."""
    if call.home is None or call.kind not in PROCEDURE_KINDS:
        return None
    rows = selectors.standings(call.home, call.now)
    if not rows:
        return None
    guess = selectors.guess_in(rows, said_of(call.subject)) or selectors.guess_in(rows, call.words)
    chosen = _chosen(request, rows) or guess
    today = day_of(call.now, call.home.project)
    coverage = _coverage_of(chosen, today)
    context = {
        "rows": rows,
        "guess": guess,
        "chosen": chosen,
        "coverage": Coverage(coverage) if coverage else None,
        "tone": TONES.get(coverage, "calm"),
        "sign": SIGNS.get(coverage, ""),
        "rule": wording.rule_text(wording.rule_of(chosen, call.home.handover_on)) if chosen else "",
    }
    return render_to_string("desk/warranty_hint.html", context, request)


def _coverage_of(row, today) -> str:
    if row is None:
        return ""
    if row.until is None:
        return Coverage.UNKNOWN
    return Coverage.IN if today <= row.until else Coverage.OUT


def _chosen(request, rows):
    """What the agent has chosen himself; what only repeats the earlier guess follows the new one."""
    said = request.POST if request.method == "POST" else request.GET
    code = said.get("warranty_part", "")
    if not code or code == said.get("warranty_guess", ""):
        return None
    return next((row for row in rows if row.part.code == code), None)
