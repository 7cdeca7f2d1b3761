from coordination.outcomes.models import Outcome
from crm.reading import Kept, Open

from .models import Decision

SHOWN = ("feedback", "owner", "project__city", "case", "assessment", "policy", "directive", "overridden_by")


def decisions(user):
    """What the user may read, in no order yet."""
    return Decision.objects.visible_to(user, "decisions.view").select_related(
        "feedback", "owner", "project", "case", "directive"
    )


def decisions_told(user, owner):
    """An owner's decisions that the user reads, to be told by the moment."""
    return Decision.objects.visible_to(user, "decisions.view").filter(owner=owner)


def decision_behind(directive) -> Decision | None:
    """The decision that ordered this directive."""
    if directive.decision_ref is None:
        return None
    return Decision.objects.select_related("feedback").filter(public_id=directive.decision_ref).first()


def decisions_of_case(case) -> list[Decision]:
    """What was decided last about a case, newest first."""
    return _OF_CASE.rows(case=case.pk)


_OF_CASE = Kept(
    lambda: (
        Decision.objects.filter(case=Open("case"))
        .select_related("feedback", "directive", "overridden_by")
        .order_by("-at", "-id")[:3]
    )
)


FILTERS = {"outcome": "outcome", "project": "project__code", "case": "case__number", "owner": "owner__number"}


def filtered(rows, asked):
    """The rows that fit what was asked for; an unknown key is ignored."""
    rows = rows.filter(**{FILTERS[key]: asked[key] for key in FILTERS if asked.get(key)})
    return rows.filter(overridden_at__isnull=False) if asked.get("overridden") else rows


def outcome_of(decision) -> Outcome | None:
    """What became of the decision's directive, if it was fulfilled."""
    if decision.directive_id is None:
        return None
    return Outcome.objects.select_related("answer", "asked").filter(directive=decision.directive_id).first()


def outcomes(user):
    """What the user may read, in no order yet."""
    rows = Outcome.objects.visible_to(user, "outcomes.view")
    return rows.select_related("directive", "decision", "owner", "project", "case")


def decision_on(feedback) -> Decision | None:
    """The decision on this feedback, once the loop has come round to it."""
    return Decision.objects.select_related("directive").filter(feedback=feedback).first()
