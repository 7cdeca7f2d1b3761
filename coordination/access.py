"""Who may read decisions, overrule them, and take alarms."""

from uuid import UUID

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound

from .control.models import Alarm
from .decisions.models import Decision

declare(
    {
        "coordination.view": {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.EXECUTIVE},
        "decisions.view": {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.EXECUTIVE},
        "decisions.override": {Role.SUPERVISOR},
        "alarms.view": {Role.SUPERVISOR, Role.EXECUTIVE},
        "alarms.take": {Role.SUPERVISOR, Role.EXECUTIVE},
        "outcomes.view": {Role.AGENT, Role.SUPERVISOR, Role.EXECUTIVE},
        "policies.view": {Role.SUPERVISOR, Role.EXECUTIVE, Role.ADMINISTRATOR},
    }
)


def decision_for(user, public_id: UUID, to: str = "decisions.view") -> Decision:
    """The decision, or NotFound where it is out of scope, NotAllowed where the role lacks the verb."""
    rows = Decision.objects.visible_to(user, "decisions.view").select_related(
        "feedback",
        "owner",
        "project__city",
        "case",
        "assessment__assumptions",
        "policy",
        "directive__assignee",
        "overridden_by",
    )
    return _found(user, rows, public_id, to)


def alarm_for(user, public_id: UUID, to: str = "alarms.view") -> Alarm:
    """The alarm, or NotFound where it is out of scope, NotAllowed where the role lacks the verb."""
    return _found(
        user,
        Alarm.objects.visible_to(user, "alarms.view").select_related("project__city", "case", "directive"),
        public_id,
        to,
    )


def _found(user, rows, public_id, to):
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row
