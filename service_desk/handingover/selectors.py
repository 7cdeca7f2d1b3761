"""Reading who was asked to take a case over."""

from django.db.models import Q, QuerySet

from service_desk.cases import hanging
from service_desk.cases.access import readable_cases
from service_desk.handingover.models import HandOver
from service_desk.handingover.states import HandOverStatus

PAGE = 50
OLDEST = ("proposed_at", "id")


def waiting_of(case) -> HandOver | None:
    """The question about a case that waits for an answer; one query."""
    rows = hanging.of(case, HandOver).filter(status=HandOverStatus.PROPOSED)
    return rows.select_related("to", "team", "giver", "proposed_by").first()


def of_case(case) -> list[HandOver]:
    """Every handing over of a case, newest first."""
    rows = HandOver.objects.filter(case=case)
    return list(
        rows.select_related("to", "team", "giver", "decided_by", "proposed_by").order_by("-id")[:PAGE]
    )


def waiting_for(user) -> QuerySet[HandOver]:
    """What waits for the user's answer, for a keyset page: asked of him, or of a team where he takes cases; and what
    he asked himself."""
    asked = to_answer(user) | Q(proposed_by=user) | Q(giver=user)
    rows = HandOver.objects.filter(asked, status=HandOverStatus.PROPOSED, case__in=readable_cases(user))
    shown = ("case__project", "case__owner", "to", "team", "giver", "proposed_by")
    return rows.select_related(*shown)


def mine_to_answer(user) -> QuerySet[HandOver]:
    """What waits for the user's yes or no, the oldest first."""
    rows = HandOver.objects.filter(to_answer(user), status=HandOverStatus.PROPOSED)
    return rows.filter(case__in=readable_cases(user)).order_by(*OLDEST)


def to_answer(user) -> Q:
    """Those of the questions that are the user's to answer: asked of him, or of a team and not his own to give."""
    return Q(to=user) | (Q(to=None) & (Q(giver=None) | ~Q(giver=user)))


def is_to_answer(user, row: HandOver) -> bool:
    """`to_answer` of a row that was read already."""
    return row.to_id == user.pk if row.to_id else row.giver_id != user.pk
