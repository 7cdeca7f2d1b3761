"""What is said around a case: to the owner, by the owner, among ourselves."""

from datetime import date, datetime

from django.db import transaction

from crm.errors import Refused
from service_desk.cases.models import Case, CaseMessage
from service_desk.cases.services.letters import keep_message, write_to_owner
from service_desk.cases.services.moves import locked, must_stand_in, need, write
from service_desk.cases.states import OPEN
from service_desk.cases.terms import Direction, Verb
from service_desk.clocks import services as clocks
from service_desk.clocks.models import DeadlineKind
from service_desk.conversation.services import mention
from service_desk.guidance import guard
from service_desk.guidance.terms import Place
from service_desk.promises import services as promises
from service_desk.promises.models import Origin


@transaction.atomic
def reply(
    actor,
    case: Case,
    *,
    body: str,
    said: guard.Said = guard.NOTHING_SAID,
    promise_due: date | None = None,
    secret: str = "",
    now: datetime,
) -> CaseMessage:
    """Write to the owner, by the way he can be reached. It is news to him: the progress clock starts anew.

    With `promise_due` the reply is a promise for that day, and stands in the register with it. `secret` is what of it
    is for the owner alone, and is not kept.

    The reply guard reads it first; `said` is the actor's reason where it has to be said all the same.
    """
    need(body=body)
    case = locked(case)
    must_stand_in(case, *OPEN)
    found = guard.must_pass(actor, body, guard.language_of(case), case=case, said=said)
    message = write_to_owner(actor, case, body, secret=secret, now=now)
    guard.remember(actor, found, said, place=Place.REPLY, case=case, message=message, now=now)
    clocks.meet(case, DeadlineKind.FIRST_RESPONSE, now=now)
    if clocks.meet(case, DeadlineKind.PROGRESS, now=now):
        clocks.start(case, DeadlineKind.PROGRESS, now=now)
    write(case, by=actor, verb=Verb.REPLIED, detail={"message": message.pk, "via": message.via}, now=now)
    if promise_due is not None:
        _promise(actor, case, body, promise_due, now)
    return message


def _promise(actor, case: Case, body: str, due: date, now: datetime) -> None:
    try:
        promises.make(actor, case, text=body, due_on=due, origin=Origin.REPLY, now=now)
    except Refused as refusal:
        if "due_on" not in refusal.fields:
            raise
        raise Refused(fields={"promise_due": refusal.fields["due_on"]}) from refusal


@transaction.atomic
def add_owner_words(actor, case: Case, *, body: str, now: datetime) -> CaseMessage:
    """Keep what the owner added, in his own words."""
    need(body=body)
    case = locked(case)
    message = keep_message(case, Direction.IN, body, now=now)
    write(case, by=actor, verb=Verb.OWNER_WROTE, detail={"message": message.pk}, now=now)
    return message


@transaction.atomic
def note(actor, case: Case, *, body: str, now: datetime) -> CaseMessage:
    """Leave an internal note; the owner never sees it. Colleagues named with an @ find it among their mentions."""
    need(body=body)
    case = locked(case)
    message = keep_message(case, Direction.NOTE, body, author=actor, now=now)
    mention(message, now=now)
    write(case, by=actor, verb=Verb.NOTED, detail={"message": message.pk}, now=now)
    return message
