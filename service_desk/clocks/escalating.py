"""Who hears that a clock runs out: the one who works on it, one level up, two levels up, as the rules in force say.

Each person is told of each level once, whatever dies: the row that says so and the message are one transaction.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.models import Role, User, UserProject
from crm.accounts.permissions import covers
from crm.errors import Refused
from crm.messages import services as messages
from service_desk.clocks.in_force import policy_in_force
from service_desk.clocks.models import Deadline, DeadlineKind, DeadlineTold
from service_desk.clocks.rules import LEVELS

# At the first level the one is told whose turn it is: by these clocks that is not the case's agent.
WORKING = {DeadlineKind.DEPARTMENT_REPLY: Role.HANDLER, DeadlineKind.RETURN_VISIT: Role.CALLBACK}

# Where each finds what waits for him.
PLACES = {Role.HANDLER: "desk:slips", Role.CALLBACK: "desk:visits"}


@transaction.atomic
def tell(actor, deadline: Deadline, *, level: int, now: datetime) -> list[DeadlineTold]:
    """Tell the people of this level that the clock has come so far; those who know already are left alone.

    A clock that was stopped meanwhile tells nobody. Where a level has nobody, the next one up is told in its place;
    where nobody is found at all, the row says so, and the list of what is overdue shows it.
    """
    if not deadline.is_running:
        return []
    people = people_of(deadline, level, now=now) or [(None, "")]
    told = []
    for person, role in people:
        row, made = DeadlineTold.objects.get_or_create(
            deadline=deadline, level=level, person=person, defaults={"role": role, "at": now}
        )
        if made:
            told.append(row)
            _write_to(person, role, deadline, level, now)
    return told


def people_of(deadline: Deadline, level: int, *, now: datetime) -> list[tuple[User, str]]:
    """The people of this level and the role by which each was found, or those of the next level that has any."""
    escalation = policy_in_force(now=now).escalation
    for step in LEVELS[LEVELS.index(level) :]:
        found = {}
        for role in escalation.get(str(step), ()):
            working = WORKING.get(deadline.kind, role) if role == Role.AGENT else role
            for person in _of_role(deadline, working):
                found.setdefault(person.pk, (person, str(working)))
        if found:
            return list(found.values())
    return []


def _of_role(deadline: Deadline, role: str) -> list[User]:
    if role == Role.AGENT:
        agent = deadline.case.assignee
        return [agent] if agent is not None and agent.is_active else []
    department = deadline.slip.department if deadline.slip_id else None
    there = UserProject.objects.filter(project=deadline.case.project_id, roles__contains=[role])
    people = User.objects.filter(pk__in=there.values("user_id"), is_active=True, is_system=False)
    if department is None or role != Role.HANDLER:
        return list(people.order_by("pk"))
    project = deadline.case.project
    people = people.prefetch_related("grants").order_by("pk")
    return [
        each for each in people if any(_answers(grant, project, department) for grant in each.held_grants)
    ]


def _answers(grant, project, department) -> bool:
    return grant.role == Role.HANDLER and covers(grant, project, department)


def _write_to(person: User | None, role: str, deadline: Deadline, level: int, now: datetime) -> None:
    """In-house mail names the case and the clock, and nobody; the address leads to a page that checks the scope."""
    if person is None or not person.email:
        return
    place = PLACES.get(role, "desk:clocks")
    with translation.override(person.language):
        subject = _("Case %(number)s: %(clock)s, %(level)d %% of its time") % {
            "number": deadline.case.number,
            "clock": DeadlineKind(deadline.kind).label,
            "level": level,
        }
        body = f"{settings.PUBLIC_URL.rstrip('/')}{reverse(place)}"
    try:
        messages.send(
            to=person.email,
            channel="mail",
            subject=subject,
            body=body,
            language=person.language,
            subject_ref=f"clock:{deadline.pk}/{level}/{person.pk}",
            now=now,
        )
    except Refused:  # an address that cannot be written to: the list shows it all the same
        return
