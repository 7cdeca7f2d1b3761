from .models import Decision

SHOWN = ("feedback", "owner", "project__city", "case", "assessment", "policy", "directive", "overridden_by")


def decisions(user):
    """What the user may read, in no order yet."""
    return Decision.objects.visible_to(user, "decisions.view").select_related(
        "feedback", "owner", "project", "case", "directive"
    )


def decision_behind(directive) -> Decision | None:
    """The decision that ordered this directive."""
    if directive.decision_ref is None:
        return None
    return Decision.objects.select_related("feedback").filter(public_id=directive.decision_ref).first()


def decisions_of_case(case, *, limit: int = 3) -> list[Decision]:
    rows = Decision.objects.filter(case=case).select_related("feedback", "directive", "overridden_by")
    return list(rows.order_by("-at", "-id")[:limit])
