from datetime import datetime

from service_desk.cases import selectors as cases

from . import tokens
from .models import Invitation
from .states import Purpose


def invitation_by_token(token: str, now: datetime) -> Invitation | None:
    """The open invitation of this link; unknown, expired and used look all the same: None."""
    if len(token) > tokens.LONGEST:
        return None
    return (
        Invitation.objects.open(now)
        .select_related("project", "case", "owner")
        .filter(token_hash=tokens.digest(token))
        .first()
    )


def invitations(user):
    return Invitation.objects.visible_to(user).select_related("owner", "case", "questionnaire", "project")


def invitation_of_visit(visit) -> Invitation | None:
    return Invitation.objects.filter(visit=visit, purpose=Purpose.RETURN_VISIT).first()
