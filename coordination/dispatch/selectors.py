from collections import defaultdict

from crm.accounts.models import Role, User, UserProject
from service_desk.cases import selectors as cases
from service_desk.cases.models import Case

from .models import Strength
from .rules import Candidate


def candidates_for(case) -> list[Candidate]:
    """The agents of the case's project with their strengths and load: four queries for any number of agents."""
    agents = list(
        User.objects.filter(
            pk__in=UserProject.objects.filter(
                project_id=case.project_id, roles__contains=[Role.AGENT.value]
            ).values("user_id"),
            is_active=True,
        )
    )
    ids = [agent.pk for agent in agents]
    languages, subjects = _strengths(ids)
    load = cases.open_case_counts(ids)
    familiar = _who_knows(case, ids)
    return [
        Candidate(
            user_id=agent.pk,
            username=agent.username,
            languages=frozenset({agent.language, *languages[agent.pk]}),
            subjects=frozenset(subjects[agent.pk]),
            open_cases=load.get(agent.pk, 0),
            knows_owner=agent.pk == familiar,
        )
        for agent in agents
    ]


def _strengths(user_ids):
    languages, subjects = defaultdict(set), defaultdict(set)
    for row in Strength.objects.filter(user_id__in=user_ids):
        if row.language:
            languages[row.user_id].add(row.language)
        if row.subject:
            subjects[row.user_id].add(row.subject)
    return languages, subjects


def _who_knows(case, user_ids) -> int | None:
    """Who handled the owner's last case, if it is one of these."""
    if case.owner_id is None:
        return None
    earlier = Case.objects.filter(owner_id=case.owner_id, assignee_id__in=user_ids).exclude(pk=case.pk)
    return earlier.order_by("-received_at").values_list("assignee_id", flat=True).first()
