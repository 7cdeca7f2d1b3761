from datetime import datetime

from satisfaction.questionnaires.models import Questionnaire, Touchpoint
from service_desk.cases.states import CaseStatus

from . import tokens
from .models import Invitation
from .states import InvitationStatus, Purpose


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


def invitations(user, *, case: str = ""):
    """Whom we asked, in no order yet; `case` narrows to one case's number."""
    rows = Invitation.objects.visible_to(user, "invitations.view")
    rows = rows.select_related("owner", "case", "questionnaire", "project")
    return rows.filter(case__number=case) if case else rows


def invitation_of_visit(visit) -> Invitation | None:
    return Invitation.objects.filter(visit=visit, purpose=Purpose.RETURN_VISIT).first()


def questionnaire_of_visit(visit) -> int | None:
    """Which questionnaire is asked on this visit: the one its link holds, else the one in use after a case."""
    invitation = invitation_of_visit(visit)
    if invitation is not None and invitation.questionnaire_id:
        return invitation.questionnaire_id
    active = Questionnaire.objects.filter(touchpoint=Touchpoint.CASE, active=True)
    return active.values_list("pk", flat=True).first()


def ended_in_silence(case) -> bool:
    """Whether every return visit of the round is made and the owner has answered none of them."""
    if case.status != CaseStatus.VISITING or case.visits.filter(round=case.round, status="planned").exists():
        return False
    answered = Invitation.objects.filter(case=case, visit__round=case.round, status=InvitationStatus.ANSWERED)
    return not answered.exists()
