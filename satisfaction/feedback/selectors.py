from datetime import timedelta

from django.db.models import Avg, Count, Q
from django.db.models.functions import TruncMonth

from crm.organisation.models import Project
from crm.reading import Kept, Open, columns, instances
from owners.people.models import Owner
from satisfaction.collection.models import Answer

from .models import Feedback

CONTENT_FROM = 63  # nearer to satisfied than to the middle

READ = (Feedback, Project, Owner)  # a case or an invitation is read where there is one
BY_ID = f"""
    SELECT {columns(*READ)} FROM satisfaction_feedback
    JOIN organisation_project ON organisation_project.id = satisfaction_feedback.project_id
    JOIN owners_owner ON owners_owner.id = satisfaction_feedback.owner_id
    WHERE satisfaction_feedback.id = %s
"""  # noqa: S608  names of our own columns


def feedback_by_id(feedback_id: int) -> Feedback:
    """For the handlers of facts, which carry ids only."""
    for feedback, project, owner in instances(READ, BY_ID, [feedback_id]):
        feedback.project, feedback.owner = project, owner
        return feedback
    raise Feedback.DoesNotExist(feedback_id)


def feedback_rows(user):
    """What the user may read, in no order yet."""
    return Feedback.objects.visible_to(user, "satisfaction.view").select_related("owner", "project", "case")


def feedback_of_case(case) -> list[Feedback]:
    """What was said last about a case, newest first."""
    return _OF_CASE.rows(case=case.pk)


_OF_CASE = Kept(lambda: Feedback.objects.filter(case=Open("case")).order_by("-at", "-id")[:5])


def feedback_told(user, owner):
    """An owner's feedback that the user reads, to be told by the moment."""
    return Feedback.objects.visible_to(user, "satisfaction.view").filter(owner=owner)


def last_of_owner(user, owner) -> Feedback | None:
    """The newest scored feedback of an owner that the user may read."""
    rows = Feedback.objects.visible_to(user, "satisfaction.view")
    return rows.filter(owner=owner, score__isnull=False).order_by("-at").first()


FILTERS = {
    "project": "project__code",
    "case": "case__number",
    "owner": "owner__number",
    "attitude": "attitude",
    "opinion": "opinion",
    "via": "via",
}


def filtered(rows, asked):
    """The rows that fit what was asked for; an unknown value finds nothing, an unknown key is ignored."""
    chosen = {FILTERS[key]: asked[key] for key in FILTERS if asked.get(key)}
    return rows.filter(**chosen)


def months(user, *, project: str = "", since) -> list[dict]:
    """Month by month, none left out: how many answered, their mean score, how many were content. One query."""
    rows = Feedback.objects.visible_to(user, "satisfaction.view").filter(score__isnull=False, at__gte=since)
    if project:
        rows = rows.filter(project__code=project)
    grouped = rows.annotate(month=TruncMonth("at")).order_by().values("month")
    found = grouped.annotate(
        answers=Count("pk"), mean=Avg("score"), content=Count("pk", filter=Q(score__gte=CONTENT_FROM))
    )
    return without_gaps(list(found.order_by("month")))


def without_gaps(months: list[dict]) -> list[dict]:
    """The same months with those between in which nobody answered: no answers, and no mean."""
    filled = []
    for row in months:
        while filled and _next(filled[-1]["month"]) < row["month"]:
            filled.append({"month": _next(filled[-1]["month"]), "answers": 0, "mean": None, "content": 0})
        filled.append(row)
    return filled


def _next(month):
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def answers_of(feedback) -> list:
    """The answers behind a feedback, in the order of the questions; none where it came without a form."""
    if feedback.invitation_id is None:
        return []
    rows = Answer.objects.filter(invitation=feedback.invitation_id).select_related("question")
    return list(rows.order_by("question__position"))
