"""Who may ask owners, call them back, and read what they said."""

from uuid import UUID

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound

from .collection.models import Invitation
from .feedback.models import Feedback

READERS = {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.MARKETING, Role.EXECUTIVE}

declare(
    {
        "satisfaction.view": READERS,
        "questionnaires.view": READERS,
        "feedback.record": {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK},
        "invitations.view": {Role.SUPERVISOR, Role.CALLBACK, Role.MARKETING},
        "invitations.open": {Role.SUPERVISOR, Role.CALLBACK},
        "callbacks.view": {Role.CALLBACK},
        "callbacks.record": {Role.CALLBACK},
    }
)


def feedback_for(user, public_id: UUID, to: str = "satisfaction.view") -> Feedback:
    """The feedback, or NotFound where it is out of scope, NotAllowed where the role lacks the verb."""
    row = (
        Feedback.objects.visible_to(user, "satisfaction.view")
        .select_related("project__city", "owner", "case", "recorded_by")
        .filter(public_id=public_id)
        .first()
    )
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row


def invitation_for(user, public_id: UUID, to: str = "invitations.view") -> Invitation:
    """The invitation, or NotFound where it is out of scope, NotAllowed where the role lacks the verb."""
    row = (
        Invitation.objects.visible_to(user, "invitations.view")
        .select_related("project__city", "owner", "case", "questionnaire")
        .filter(public_id=public_id)
        .first()
    )
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row


def require_in(user, verb: str, project) -> None:
    """NotAllowed where the user does not hold the verb in this project."""
    require(user, verb, project=project)
