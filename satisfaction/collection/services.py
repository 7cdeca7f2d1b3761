"""The only writers of invitations and answers."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, NotFound, Refused
from crm.events.services import publish
from crm.messages import services as messages
from owners.privacy import consents
from satisfaction.events import QuestionnaireOpened
from satisfaction.feedback import services as feedback
from satisfaction.feedback.states import Via
from satisfaction.questionnaires import selectors as questionnaires
from satisfaction.questionnaires import services as wordings
from service_desk.cases import services as cases
from service_desk.cases.models import Case

from . import answers as checking
from . import letters, tokens
from .models import Answer, Invitation
from .states import ANSWERABLE, MOVES, InvitationStatus, Purpose, Withheld

OPEN_FOR = timedelta(days=30)
TOUCHPOINTS = {Purpose.RETURN_VISIT: "case", Purpose.FOLLOW_UP: "follow_up"}


@transaction.atomic
def open_questionnaire(actor, *, owner, case, visit, purpose: str, now: datetime, project=None) -> Invitation:
    """Ask an owner: an invitation, and the link sent to him in his language.

    1. an invitation of this visit already exists → that one; 2. draw the token; 3. write the row, withheld with
    its reason where nothing can be sent; 4. hand the letter to the courier; 5. publish. Asking twice for a
    visit is asking once, and so is asking about a case while the owner still has the link to the same question.
    """
    if visit is not None:
        existing = Invitation.objects.filter(visit=visit, purpose=purpose).first()
        if existing is not None:
            return existing
    elif case is not None:
        Case.objects.select_for_update(no_key=True).filter(pk=case.pk).first()
        waiting = Invitation.objects.open(now).filter(case=case, owner=owner, visit=None, purpose=purpose)
        if existing := waiting.first():
            return existing
    token, token_hash = tokens.draw()
    asked = {
        "public_id": uuid.uuid4(),
        "owner": owner,
        "project": project or case.project,
        "case": case,
        "visit": visit,
        "questionnaire": wordings.active_for(TOUCHPOINTS[Purpose(purpose)], now=now),
        "purpose": purpose,
        "language": owner.language,
        "expires_at": now + OPEN_FOR,
    }
    because = _send(asked, token, now=now)
    invitation = Invitation.objects.create(
        token_hash=None if because else token_hash,
        status=InvitationStatus.WITHHELD if because else InvitationStatus.OPEN,
        withheld_because=because,
        opened_at=now,
        **asked,
    )
    record(actor, "invitations.open", invitation, now=now, after={"status": invitation.status})
    _publish_opened(invitation, now=now)
    return invitation


@transaction.atomic
def save_draft(invitation: Invitation, *, answers: dict, language: str, now: datetime) -> Invitation:
    """Keep what the owner has answered so far, so that he may go on later or on another phone.

    Raises NotFound where the link is no longer open, Refused where an answer is not one of the choices.
    """
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.status != InvitationStatus.OPEN or row.expires_at <= now:
        raise NotFound
    checking.check(questionnaires.questions_of(row.questionnaire_id), answers, whole=False)
    row.answers_draft = {**row.answers_draft, **answers}
    row.language = language
    row.save(update_fields=["answers_draft", "language"])
    return row


@transaction.atomic
def record_answer(actor, *, invitation: Invitation, answers: dict, words: str, via: str, now: datetime):
    """Take the whole answer: the invitation is used up, its answers kept, and one Feedback comes of it.

    `actor` is None where the owner answers by himself. Raises IllegalMove where it is answered already, and
    Refused with a message by question where an answer does not fit or the overall question is open.
    """
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("case", "owner", "project")
        .get(pk=invitation.pk)
    )
    if row.status not in ANSWERABLE:
        raise IllegalMove(_("This questionnaire has been answered already."))
    checked = checking.check(questionnaires.questions_of(row.questionnaire_id), answers, whole=True)
    _move(row, InvitationStatus.ANSWERED, now=now)
    Answer.objects.bulk_create(
        Answer(
            invitation=row,
            question_id=item.question_id,
            number=item.given.number,
            option_id=item.given.option_id,
            text=item.given.text,
        )
        for item in checked
    )
    return feedback.record_reading(
        actor, invitation=row, answers=[item.given for item in checked], words=words, via=via, now=now
    )


@transaction.atomic
def record_callback(actor, visit, *, outcome: str, answers: dict, words: str, now: datetime):
    """A return visit as it went, the questionnaire with it; the Feedback, or None where nobody was reached.

    Who handled the case may not call back about it: the desk refuses that with NotAllowed. An owner who was not
    reached, had no time or did not wish to answer is never scored, whatever else the form holds.
    """
    cases.record_return_visit(actor, visit, outcome=outcome, words=words, now=now)
    if outcome != "reached" or not answers:
        return None
    invitation = _invitation_of(actor, visit, now=now)
    return record_answer(
        actor, invitation=invitation, answers=answers, words=words, via=Via.CALLBACK, now=now
    )


@transaction.atomic
def expire_due(*, now: datetime, limit: int) -> int:
    """Close the links that nobody answered in time; how many. Called by the relay."""
    due = Invitation.objects.select_for_update(skip_locked=True).filter(
        status=InvitationStatus.OPEN, expires_at__lte=now
    )
    rows = list(due.order_by("expires_at")[:limit])
    for row in rows:
        _move(row, InvitationStatus.EXPIRED, now=now)
    return len(rows)


def _move(row: Invitation, to: str, *, now: datetime) -> None:
    if to not in MOVES[InvitationStatus(row.status)]:
        raise IllegalMove
    row.status = to
    fields = ["status"]
    if to == InvitationStatus.ANSWERED:
        row.answered_at, row.answers_draft = now, {}
        fields += ["answered_at", "answers_draft"]
    row.save(update_fields=fields)


def _invitation_of(actor, visit, *, now: datetime) -> Invitation:
    """The visit's invitation; an officer who is quicker than the loop gets one without a letter."""
    existing = Invitation.objects.filter(visit=visit, purpose=Purpose.RETURN_VISIT).first()
    if existing is not None:
        return existing
    case = visit.case
    invitation = Invitation.objects.create(
        token_hash=tokens.draw()[1],
        owner=case.owner,
        project=case.project,
        case=case,
        visit=visit,
        questionnaire=wordings.active_for(TOUCHPOINTS[Purpose.RETURN_VISIT], now=now),
        purpose=Purpose.RETURN_VISIT,
        language=case.owner.language,
        opened_at=now,
        expires_at=now + OPEN_FOR,
    )
    _publish_opened(invitation, now=now)
    return invitation


def _publish_opened(invitation: Invitation, *, now: datetime) -> None:
    publish(
        QuestionnaireOpened(
            invitation_id=invitation.pk,
            owner_id=invitation.owner_id,
            case_id=invitation.case_id,
            status=invitation.status,
        ),
        now=now,
    )


def _way_to(owner) -> tuple[str, str]:
    """How to write to this owner: text message where he prefers it or has no mail, else mail."""
    if owner.phone and (owner.preferred_channel == "sms" or not owner.email):
        return "sms", owner.phone
    return "mail", owner.email or ""


def _send(asked: dict, token: str, *, now: datetime) -> str:
    """Hand the letter to the courier; the reason why it was withheld, or an empty string."""
    if asked["questionnaire"] is None:
        return Withheld.NO_QUESTIONNAIRE
    if consents.refused(asked["owner"], "surveys", now=now):
        return Withheld.NO_CONSENT
    channel, address = _way_to(asked["owner"])
    if not address:
        return Withheld.NO_ADDRESS
    letter = letters.compose(
        purpose=asked["purpose"],
        language=asked["language"],
        number=asked["case"].number if asked["case"] else "",
        token=token,
        expires_at=asked["expires_at"],
        zone=ZoneInfo(asked["project"].timezone),
    )
    try:
        messages.send(
            to=address,
            channel=channel,
            subject=letter.subject,
            body=letter.body,
            language=asked["language"],
            subject_ref=f"invitation:{asked['public_id']}",
            project=asked["project"],
            now=now,
        )
    except Refused:
        return Withheld.NO_WAY
    return ""
