"""Reading what guidance keeps, for pages and answers."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Count

from service_desk.cases.access import readable_projects
from service_desk.guidance.models import GuardCatch, GuardRule, Playbook
from service_desk.guidance.terms import Outcome

COUNTED = timedelta(days=90)


def rules():
    """The rules in force, by kind and language."""
    return GuardRule.objects.in_force().select_related("made_by").order_by("finding", "language", "code")


def playbooks():
    """The playbooks in force."""
    return Playbook.objects.in_force().order_by("code")


def versions(model, code: str):
    return model.objects.filter(code=code).select_related("made_by").order_by("-version")


def catch_counts(*, now: datetime) -> dict[str, dict[str, int]]:
    """How often each rule was obeyed and overridden in the last ninety days, by its code; whichever version."""
    rows = GuardCatch.objects.filter(at__gte=now - COUNTED).order_by()
    found = defaultdict(lambda: dict.fromkeys(Outcome.values, 0))
    for row in rows.values("rule__code", "outcome").annotate(times=Count("id")):
        found[row["rule__code"]][row["outcome"]] += row["times"]
    return dict(found)


def catches(user, *, limit: int = 30) -> list[GuardCatch]:
    """What went all the same lately, in the projects the user reads, newest first."""
    rows = GuardCatch.objects.filter(outcome=Outcome.SENT).select_related("rule", "by", "case")
    if not user.unrestricted:
        rows = rows.filter(case__project__in=readable_projects(user) or (0,))
    return list(rows.order_by("-at", "-id")[:limit])
