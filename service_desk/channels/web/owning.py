"""What an owner does behind his link: adds words and photos, accepts a proposal with his finger or his name, or refuses it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.services import system_user
from crm.errors import NotFound, Refused
from service_desk.attachments import services as attachments
from service_desk.attachments.models import Stage
from service_desk.cases import services as cases
from service_desk.cases.models import Case, CaseMessage
from service_desk.cases.states import OPEN
from service_desk.cases.terms import Direction
from service_desk.channels.web import holding, selectors
from service_desk.channels.web.models import HeldPhoto
from service_desk.channels.web.services import MOST_PHOTOS, too_many

ALL = "all"  # in place of the number of one proposal

MOST_AN_HOUR = 30  # whoever has found the link writes no more than this


@transaction.atomic
def add_words(
    case: Case,
    *,
    words: str,
    photos: list[tuple[str, bytes]] = (),
    held: list[HeldPhoto] = (),
    place: str,
    now: datetime,
) -> None:
    """Keep what the owner adds, with his photos; a photo that is not taken refuses the whole, so that he knows."""
    if len(photos) + len(held) > MOST_PHOTOS:
        raise Refused(too_many())
    hour = CaseMessage.objects.filter(case=case, direction=Direction.IN, at__gt=now - timedelta(hours=1))
    if hour.count() >= MOST_AN_HOUR:
        raise Refused(
            _("Much has come within this hour. Please send the rest later, or call us."), code="flood"
        )
    if case.status not in OPEN:
        raise Refused(_("This case is closed. Please report it anew, and name its number."), code="closed")
    actor = system_user("portal")
    cases.add_owner_words(actor, case, body=words, now=now)
    found = [holding.seen(one) for one in held]
    found += [holding.looked_at(*one, place=place, now=now) for one in photos]
    for seen in found:
        attachments.keep(actor, case, stage=Stage.PROBLEM, seen=seen, now=now)
    holding.let_go(held)


@transaction.atomic
def decide(
    case: Case,
    *,
    number: str,
    agreed: bool,
    words: str = "",
    signed_name: str = "",
    signature: str = "",
    now: datetime,
) -> None:
    """Accept a proposal, signed with the finger or with one's name, or refuse it, or all of them, with the reason.

    Whoever drew need not type: the name under the drawing is then that of the case's owner.
    """
    if number == ALL and not agreed:
        cases.refuse_all(system_user("portal"), case, words=words, now=now)
        return
    proposal = selectors.proposal_to_decide(case, number)
    if proposal is None:
        raise NotFound
    if agreed and not signed_name.strip() and not signature:
        raise Refused(fields={"signed_name": _("Please sign in the frame, or type your name.")})
    if signature and not signed_name.strip() and case.owner:
        signed_name = case.owner.name
    cases.record_owner_decision(
        system_user("portal"),
        proposal,
        agreed=agreed,
        words=words,
        signed_name=signed_name,
        signature=signature,
        now=now,
    )
