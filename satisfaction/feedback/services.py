"""The only writers of feedback."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import entry
from crm.errors import Refused
from crm.events.services import outgoing
from crm.inserting import insert, next_key
from satisfaction.events import FeedbackRecorded

from . import rules
from .models import Feedback
from .states import Attitude, Opinion


@transaction.atomic
def record_reading(
    actor, *, invitation, answers: Iterable[rules.Given], words: str, via: str, now: datetime
) -> Feedback:
    """The feedback of an answered invitation; called by collection, in its transaction."""
    reading = rules.read(answers, words=words)
    return _write(
        actor,
        now=now,
        owner=invitation.owner,
        project=invitation.project,
        case=invitation.case,
        visit_id=invitation.visit_id,
        invitation=invitation,
        via=via,
        score=reading.score,
        attitude=reading.attitude,
        opinion=reading.opinion,
        subject=invitation.case.subject if invitation.case_id else "",
        words=reading.words,
        language=invitation.language,
    )


@transaction.atomic
def record_feedback(
    actor,
    *,
    owner,
    project,
    case,
    score: int | None,
    attitude: str,
    opinion: str,
    subject: str,
    words: str,
    language: str,
    via: str,
    now: datetime,
) -> Feedback:
    """Feedback that came without an invitation: said at the desk, sent by the portal or another system.

    `score` runs from 0 to 100; of score and attitude one gives the other. Raises Refused where both are given
    and contradict each other, or where neither a score, an attitude nor a word was given.
    """
    score, attitude = _agree(score, attitude)
    if score is None and not words.strip():
        raise Refused(fields={"score": _("Give a score, an attitude or the owner's words.")})
    if case is not None and case.owner_id != owner.pk:
        raise Refused(fields={"case": _("This case belongs to another owner.")})
    return _write(
        actor,
        now=now,
        owner=owner,
        project=case.project if case is not None else project,
        case=case,
        via=via,
        score=score,
        attitude=attitude,
        opinion=opinion if opinion in Opinion.values else rules.opinion_of(attitude, words=words),
        subject=subject or (case.subject if case is not None else ""),
        words=words.strip(),
        language=language,
    )


def _agree(score: int | None, attitude: str) -> tuple[int | None, str]:
    if score is None:
        return (rules.score_of(attitude), attitude) if attitude else (None, "")
    if not 0 <= score <= 100:
        raise Refused(fields={"score": _("A score lies between 0 and 100.")})
    read = str(rules.attitude_of(score))
    if attitude and Attitude(attitude) != read:
        raise Refused(fields={"attitude": _("This attitude does not fit the score.")})
    return score, read


def _write(actor, *, now: datetime, **fields) -> Feedback:
    row = Feedback(pk=next_key(Feedback), at=now, recorded_by=actor, **fields)
    after = {"score": row.score, "attitude": row.attitude, "via": row.via}
    fact = FeedbackRecorded(
        feedback_id=row.pk,
        owner_id=row.owner_id,
        case_id=row.case_id,
        score=row.score,
        attitude=row.attitude,
    )
    insert(row, entry(actor, "feedback.record", row, now=now, after=after), outgoing(fact, now=now))
    return row
