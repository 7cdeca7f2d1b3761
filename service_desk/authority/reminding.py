"""Whoever has to sign and has not is reminded, each working day anew."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.services import system_user
from crm.messages import services as messages
from service_desk.authority.selectors import signers
from service_desk.cases.models import Case, Proposal
from service_desk.cases.services.approving import reminder_after
from service_desk.cases.services.moves import save, write
from service_desk.cases.states import OPEN, ProposalStatus
from service_desk.cases.terms import Verb

MOST = 5


@transaction.atomic
def remind_due(*, now: datetime, limit: int = 50) -> int:
    """Remind of up to `limit` proposals that wait too long for a signature. Returns how many; the relay asks.

    The case is held first, as everybody does; one that somebody else holds is left for the next round. While a case
    rests in another nobody is reminded; with the merge taken back it goes on.
    """
    waiting = Proposal.objects.filter(
        status=ProposalStatus.AWAITING_APPROVAL, remind_at__lte=now, case__status__in=OPEN
    )
    done = 0
    for key, case_key in waiting.order_by("remind_at").values_list("pk", "case_id")[:limit]:
        held = Case.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        case = held.select_related("project__city").filter(pk=case_key).first()
        proposal = Proposal.objects.select_for_update(no_key=True).get(pk=key) if case else None
        if proposal is None or proposal.status != ProposalStatus.AWAITING_APPROVAL or case.status not in OPEN:
            continue
        _remind(case, proposal, now)
        done += 1
    return done


def _remind(case: Case, proposal: Proposal, now: datetime) -> None:
    again = reminder_after(case, now) if proposal.reminders + 1 < MOST else None
    people = signers(case.project, proposal.waits_for, but=proposal.proposed_by_id)
    for person in people:
        if person.email:
            _write_to(person, proposal, now)
    save(proposal, remind_at=again, reminders=proposal.reminders + 1)
    detail = {"proposal": proposal.number, "people": [person.username for person in people]}
    write(case, by=system_user("coordination"), verb=Verb.REMINDED, detail=detail, now=now)


def _write_to(person, proposal: Proposal, now: datetime) -> None:
    """In-house mail names the proposal's number and nobody."""
    with translation.override(person.language):
        subject = _("Proposal %(number)s waits for your approval") % {"number": proposal.number}
        messages.send(
            to=person.email,
            channel="mail",
            subject=subject,
            body=f"{settings.PUBLIC_URL.rstrip('/')}{reverse('desk:approvals')}",
            language=person.language,
            subject_ref=f"proposal:{proposal.number}",
            now=now,
        )
