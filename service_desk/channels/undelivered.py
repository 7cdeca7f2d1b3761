"""What did not reach an owner: the desk is told to call, once, on the case it was about."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.services import system_user
from crm.messages.models import OutgoingMessage
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.cases.states import OPEN
from service_desk.linking.selectors import goes_on_as


@transaction.atomic
def tell_due(*, now: datetime, limit: int = 100) -> int:
    """Leave a note for up to `limit` messages that were given up or came back; how many. The relay asks.

    The note and the mark that it was left commit together. Whose case it is finds it among his mentions. What is not
    about a case has its alarm.
    """
    rows = OutgoingMessage.objects.untold().defer("recipient", "subject", "body")
    rows = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:limit])
    numbers = [row.subject_ref.partition(":")[2] for row in rows if row.subject_ref.startswith("case:")]
    found = Case.objects.filter(number__in=numbers).select_related("assignee", "project__city")
    known = {case.number: case for case in found}
    for row in rows:
        case = known.get(row.subject_ref.partition(":")[2])
        if case is not None and row.project_id is not None:
            _tell(row, goes_on_as(case), now)
    OutgoingMessage.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    return len(rows)


def _tell(row: OutgoingMessage, case: Case, now: datetime) -> None:
    """On a closed case too: the owner still waits for what was to be told."""
    person = case.assignee if case.status in OPEN else None
    with translation.override(person.language if person else settings.LANGUAGE_CODE):
        words = {
            "sms": _("A text message did not reach the owner. Please call them."),
            "wecom": _("A message in WeCom did not reach the owner. Please call them."),
        }.get(row.channel, _("A letter by mail did not reach the owner. Please call them."))
        if row.returned_code:
            words = f"{words} ({row.returned_code})"
    if person is not None:
        words = f"@{person.username} {words}"
    cases.note(system_user("coordination"), case, body=words, now=now)
