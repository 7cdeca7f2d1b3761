"""Archiving what was closed elsewhere before it came to us."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm import numbers
from crm.audit import services as audit
from crm.errors import Refused
from crm.text import search_document
from service_desk.cases import rules
from service_desk.cases.models import Case, CaseHistory
from service_desk.cases.services.intake import check_ties
from service_desk.cases.services.letters import keep_message
from service_desk.cases.states import CaseStatus
from service_desk.cases.terms import CaseKind, Channel, Direction, Severity, Verb

SUMMARY_LENGTH = 300


@transaction.atomic
def archive(
    actor,
    *,
    project,
    owner=None,
    home=None,
    kind: str,
    channel: str,
    words: str,
    summary: str = "",
    language: str,
    subject: str,
    received_at: datetime,
    closed_at: datetime,
    result: str = "",
    because: str,
    now: datetime,
) -> Case:
    """Write a case that another system received, answered and closed; it is found and read like our own.

    It starts no clock and publishes no fact: nobody here has to answer it, and no decision of ours may follow from
    it. Its history says when it was received and closed there, and since when it is here. `result` is the answer
    that was given. Raises Refused with the fields to correct.
    """
    _check(kind, channel, words, subject, received_at, closed_at, now)
    check_ties(project, owner, home)
    text = " ".join((summary or words.strip().splitlines()[0]).split())
    case = Case(
        number=numbers.draw("case", now),
        project=project,
        owner=owner,
        home=home,
        kind=kind,
        channel=channel,
        words=words,
        summary=text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1] + "…",
        language=language,
        subject=subject,
        severity=Severity.ORDINARY,
        currency=project.currency,
        status=CaseStatus.CLOSED,
        assignee=actor,
        registered_by=actor,
        received_at=received_at,
        moved_at=closed_at,
        result=result,
        completed_at=closed_at,
        closed_at=closed_at,
        search_text=search_document(text, words, result),
    )
    case.save(force_insert=True)
    _remember(actor, case, because, now)
    return case


def _remember(actor, case: Case, because: str, now: datetime) -> None:
    detail = {"channel": case.channel, "carried_over": now.isoformat()}
    CaseHistory.objects.bulk_create(
        [
            CaseHistory(
                case=case,
                at=case.received_at,
                actor=actor,
                verb=Verb.REGISTERED,
                because=because,
                detail=detail,
            ),
            CaseHistory(
                case=case,
                at=case.closed_at,
                actor=actor,
                verb=Verb.CLOSED,
                to_status=case.status,
                because=because,
                detail=detail,
            ),
        ]
    )
    if case.result:
        keep_message(case, Direction.OUT, case.result, now=case.closed_at)
    after = {"number": case.number, "kind": case.kind, "closed_at": case.closed_at.isoformat()}
    audit.record(actor, "cases.archived", case, now=now, after=after, because=because)


def _check(kind, channel, words, subject, received_at, closed_at, now) -> None:
    fields = {}
    if not words.strip():
        fields["words"] = _("Please fill this in.")
    known = {
        "kind": kind in CaseKind.values,
        "channel": channel in Channel.values,
        "subject": rules.is_known_subject(subject),
    }
    fields |= {field: _("This choice is not known.") for field, good in known.items() if not good}
    if closed_at < received_at:
        fields["closed_at"] = _("It was closed before it was received.")
    if max(received_at, closed_at) > now:
        fields["closed_at"] = _("This time is still to come.")
    if fields:
        raise Refused(fields=fields)
