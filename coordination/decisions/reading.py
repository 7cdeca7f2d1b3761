"""A decision in words: inputs, rule, value, alternatives and reasons, as its page reads them back."""

from django.utils.translation import gettext as _

from profitability.plans.wording import LABELS as PLAN_LABELS
from satisfaction.feedback.states import Attitude, Opinion
from service_desk.cases.terms import Severity

from . import wording
from .states import Verdicts

TONES = {
    Verdicts.CLOSE: "good",
    Verdicts.THANK: "good",
    Verdicts.REOPEN: "notice",
    Verdicts.DIRECTIVE: "notice",
    Verdicts.RECOVER: "notice",
}


def rows(decisions) -> list[dict]:
    """Lines of a list."""
    return [
        {
            "row": row,
            "tone": TONES.get(row.outcome, "calm"),
            "plan": plan(row.override_plan or row.plan),
            "reason": wording.reason(row.rule),
        }
        for row in decisions
    ]


def plan(code: str) -> str:
    return str(PLAN_LABELS.get(code, "")) if code else ""


def read_back(row) -> dict:
    """Everything one decision rested on."""
    return {
        "tone": TONES.get(row.outcome, "calm"),
        "rule": wording.reason(row.rule),
        "reasons": [wording.reason(code) for code in row.reasons],
        "carried_out": str(wording.CARRIED_OUT.get(row.carried_out, row.carried_out)),
        "plan": plan(row.plan),
        "override_plan": plan(row.override_plan),
        "inputs": inputs(row.inputs),
        "alternatives": alternatives(row),
    }


def inputs(said: dict) -> list[tuple[str, str]]:
    """What was known, as pairs of a word and a value."""
    pairs = [
        (_("Score"), said.get("score")),
        (_("Attitude"), _label(Attitude, said.get("attitude"))),
        (_("Kind of opinion"), _label(Opinion, said.get("opinion"))),
        (_("Severity of the case"), _label(Severity, said.get("severity")) if said.get("has_case") else None),
        (_("Touches"), ", ".join(_impact(key) for key in said.get("impact", ())) or None),
        (_("Round"), said.get("rounds") or None),
        (_("Case awaited this answer"), _yes_no(said.get("case_awaits_answer"))),
        (_("After a follow-up"), _yes_no(said.get("follow_up"))),
    ]
    return [(word, value) for word, value in pairs if value not in (None, "")]


def alternatives(row) -> list[dict]:
    """The plans that were compared, with a mark on the one chosen and the one overruled."""
    chosen = row.override_plan or row.plan
    widest = max((abs(offer["net"]) for offer in row.alternatives), default=0) or 1
    return [
        {
            **offer,
            "label": plan(offer["plan"]),
            "per_cent": round(100 * offer["chance"]),
            "width": round(100 * max(0, offer["net"]) / widest),
            "chosen": offer["plan"] == chosen,
        }
        for offer in row.alternatives
    ]


def _label(choices, value):
    return str(choices(value).label) if value else None


def _yes_no(value):
    return None if value is None else (_("yes") if value else _("no"))


def _impact(key: str) -> str:
    words = {
        "safety": _("safety"),
        "health": _("health"),
        "law": _("law"),
        "media": _("media"),
        "households": _("several households"),
        "money": _("money"),
    }
    return words.get(key, key)
