"""The loop as a picture with live counts: five stations, how many passed each, what waits there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext as _

from coordination.control.models import Alarm
from coordination.outcomes.models import Outcome
from crm.accounts.permissions import where_may
from crm.web.formats import day_text
from satisfaction.feedback.models import Feedback
from service_desk.directives.models import Directive
from service_desk.directives.states import DirectiveStatus

from .models import Decision
from .states import ACTING, Verdicts

WINDOW = timedelta(days=30)
WEEKS = 12


@dataclass(frozen=True)
class Loop:
    """What passed each station within the window, and what stands there now."""

    feedback: int
    discontent: int
    decided: int
    by_outcome: dict
    issued: int
    open: int
    overdue: int
    fulfilled: int
    measured: int
    worked: int
    undecided: int


def loop(user, now: datetime) -> Loop:
    """The loop of the last thirty days in the user's scope: six queries."""
    since = now - WINDOW
    verb = "coordination.view"
    said = Feedback.objects.visible_to(user, verb).filter(at__gte=since)
    counted = said.aggregate(
        all=Count("pk"),
        discontent=Count("pk", filter=Q(score__lt=63)),
        undecided=Count("pk", filter=Q(decision__isnull=True)),
    )
    decided = Decision.objects.visible_to(user, verb).filter(at__gte=since)
    by_outcome = dict(decided.order_by().values_list("outcome").annotate(n=Count("pk")))
    orders = _directives(user).aggregate(
        issued=Count("pk", filter=Q(issued_at__gte=since)),
        open=Count("pk", filter=_OPEN),
        overdue=Count("pk", filter=_OPEN & Q(due_at__lt=now)),
        fulfilled=Count("pk", filter=Q(fulfilled_at__gte=since)),
    )
    outcomes = Outcome.objects.visible_to(user, verb).filter(fulfilled_at__gte=since)
    found = outcomes.aggregate(
        measured=Count("pk", filter=Q(measured_at__isnull=False)),
        worked=Count("pk", filter=Q(finding__in=["worked", "better"])),
    )
    return Loop(
        feedback=counted["all"],
        discontent=counted["discontent"],
        undecided=counted["undecided"],
        decided=sum(by_outcome.values()),
        by_outcome={str(outcome): by_outcome.get(str(outcome), 0) for outcome in Verdicts},
        **orders,
        **found,
    )


def standing_alarms(user):
    """What still needs a supervisor, the gravest first."""
    rows = Alarm.objects.visible_to(user, "alarms.view").standing()
    return rows.select_related(
        "case__assignee", "case__responsible", "project", "deadline", "directive__assignee"
    ).order_by("-level", "-raised_at", "-id")


_OPEN = Q(status__in=[DirectiveStatus.ISSUED, DirectiveStatus.ACCEPTED])


def _directives(user):
    return where_may(Directive.objects.all(), user, "coordination.view")


def weeks(user, now: datetime) -> list[dict]:
    """The decisions of twelve weeks, none left out between: with whom all was well, and where somebody acts."""
    rows = Decision.objects.visible_to(user, "coordination.view").filter(
        at__gte=now - WEEKS * timedelta(weeks=1)
    )
    counted = (
        rows.order_by()
        .annotate(week=TruncWeek("at"))
        .values("week")
        .annotate(
            content=Count("pk", filter=~Q(outcome__in=ACTING)),
            acted=Count("pk", filter=Q(outcome__in=ACTING)),
        )
    )
    filled: list[dict] = []
    for row in counted.order_by("week"):
        while filled and filled[-1]["week"] + timedelta(weeks=1) < row["week"]:
            week = filled[-1]["week"] + timedelta(weeks=1)
            filled.append({"week": week, "content": 0, "acted": 0})
        filled.append(row)
    return filled


def weeks_chart(rows: list[dict]) -> dict:
    """Stacked bars from zero."""
    return {
        "grid": {"left": 8, "right": 16, "top": 32, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 12},
        "xAxis": {
            "type": "category",
            "data": [day_text(row["week"]) for row in rows],
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {"type": "value", "min": 0, "minInterval": 1, "splitNumber": 2},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "series": [
            {
                "name": name,
                "type": "bar",
                "stack": "week",
                "data": [row[key] for row in rows],
                "barMaxWidth": 22,
            }
            for key, name in _parts()
        ],
    }


def weeks_table(rows: list[dict]) -> dict:
    return {
        "head": [_("Week from"), *[name for _key, name in _parts()]],
        "rows": [[day_text(row["week"]), row["content"], row["acted"]] for row in reversed(rows)],
    }


def _parts() -> list[tuple[str, str]]:
    return [("content", _("content")), ("acted", _("somebody acts"))]
