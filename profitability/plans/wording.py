"""Plans and situations in words."""

from django.utils.translation import gettext as _

from profitability.lifetime.wording import attitude

from .rules import Plan

LABELS = {str(plan): plan.label for plan in Plan}


def told(assessment) -> list[dict]:
    """The plans of an assessment as its page shows them, each with a bar against the best."""
    widest = max((abs(offer["net"]) for offer in assessment.plans), default=0) or 1
    return [
        {
            **offer,
            "label": LABELS.get(offer["plan"], offer["plan"]),
            "per_cent": round(100 * offer["chance"]),
            "width": round(100 * max(0, offer["net"]) / widest),
            "best": offer["plan"] == assessment.best_plan,
        }
        for offer in assessment.plans
    ]


def situation(said: dict) -> list[tuple[str, object]]:
    """What was known of the moment, as pairs of a word and a value; what was not known is left out."""
    pairs = [
        (_("Score"), said.get("score")),
        (_("Attitude"), attitude(said["attitude"]) if said.get("attitude") else None),
        (_("Case"), said.get("case_number") or None),
        (_("Round"), said.get("rounds") or None),
        (_("Substantiated"), _yes_or_no(said.get("substantiated"))),
        (_("Our share of the fault"), _percent(said.get("fault_share"))),
    ]
    return [(word, value) for word, value in pairs if value is not None]


def _yes_or_no(value):
    return None if value is None else (_("yes") if value else _("no"))


def _percent(value):
    return None if value is None else f"{value} %"
