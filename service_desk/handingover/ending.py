"""A question that waits for an answer ends with its case: when that is closed, or goes on in another."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from crm.accounts.services import system_user
from crm.messages import services as messages
from service_desk.cases.models import Case
from service_desk.cases.services.moves import save, write
from service_desk.cases.terms import Verb
from service_desk.handingover.models import HandOver
from service_desk.handingover.states import HandOverStatus


def end_with(case: Case, *, to: str, by, now: datetime) -> HandOver | None:
    """The machine takes the question back, with a line of history, and tells who was asked and who asked.

    The caller holds the case and is about to move it to the status `to`; `by` does so and knows it.
    """
    waiting = HandOver.objects.select_for_update(no_key=True, of=("self",)).filter(
        case=case, status=HandOverStatus.PROPOSED
    )
    row = waiting.select_related("to", "proposed_by").first()
    if row is None:
        return None
    machine = system_user("coordination")
    save(row, status=HandOverStatus.WITHDRAWN, decided_by=machine, decided_at=now)
    write(case, by=machine, verb=Verb.HAND_OVER_WITHDRAWN, detail={"ended": to}, now=now)
    for person in {person.pk: person for person in (row.to, row.proposed_by) if person}.values():
        if person.pk != by.pk and person.is_active and may(person, "cases.view", project=case.project):
            _write_to(person, case, row, now)
    return row


def _write_to(person, case: Case, row: HandOver, now: datetime) -> None:
    """In-house mail names the case and nobody; the address leads to a page that checks the scope."""
    if not person.email:
        return
    with translation.override(person.language):
        subject = _("Case %(number)s has come to its end: nobody needs to take it over any more")
        messages.send(
            to=person.email,
            channel="mail",
            subject=subject % {"number": case.number},
            body=f"{settings.PUBLIC_URL.rstrip('/')}{reverse('desk:case', args=[case.number])}",
            language=person.language,
            subject_ref=f"hand-over:{row.public_id}",
            now=now,
        )
