"""Step one: what the owner reports is registered, and its seriousness confirmed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm import numbers
from crm.audit import services as audit
from crm.errors import Refused
from crm.events.services import outgoing
from crm.inserting import insert
from crm.text import search_document
from owners.selectors import belongs_to
from service_desk.cases import rules
from service_desk.cases.events import CaseRegistered
from service_desk.cases.models import Case, CaseHistory
from service_desk.cases.services.moves import locked, must_stand_in, need, write
from service_desk.cases.states import OPEN
from service_desk.cases.terms import PROCEDURE_KINDS, CaseKind, Channel, Emotion, Severity, Verb
from service_desk.clocks import services as clocks
from service_desk.clocks.retiming import rematch
from service_desk.gravity import rules as gravity
from service_desk.gravity import standing

SUMMARY_LENGTH = 300
# What is registered by hand is news; an older case was answered elsewhere, or is carried over by an import.
OLDEST = timedelta(days=366)


def register(
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
    impact: dict | None = None,
    emotion: str = Emotion.CALM,
    demand_amount: int | None = None,
    received_at: datetime,
    carried_over: str = "",
    asked: bool = True,
    now: datetime,
) -> Case:
    """Register what an owner reports, in his own words, and promise him an answer.

    `impact` answers what it does to him: safety, health, media, law (yes or no), households (a number), money
    (minor units of the project's currency, as is `demand_amount`). The answer's clock starts at `received_at`;
    that of a case `carried_over`, which says from where, starts `now`, however old the case is: nobody here could
    have answered it before. Where nobody was `asked` what it does to them, its severity is provisional. Raises Refused.
    """
    _check(kind, channel, words, subject, emotion)
    _check_time(received_at, carried_over, now)
    check_ties(project, owner, home)
    impact = gravity.known_impact(impact or {})
    thresholds, judged = standing.judged(impact, project.currency, now=now)
    number, key = numbers.draw_with_key("case", Case, now)
    case = Case(
        pk=key,
        number=number,
        project=project,
        owner=owner,
        home=home,
        kind=kind,
        channel=channel,
        words=words,
        summary=_summary(summary, words),
        language=language,
        subject=subject,
        impact=impact,
        emotion=emotion,
        severity=judged.severity,
        severity_because=",".join(judged.reasons),
        demand_amount=demand_amount,
        currency=project.currency,
        registered_by=actor,
        received_at=received_at,
        moved_at=now,
        search_text=search_document(summary, words),
    )
    judgement = standing.draft(case, thresholds, judged, by=actor, occasion=_occasion(case, asked), now=now)
    _insert(actor, case, judgement, carried_over, now)
    return case


def _occasion(case: Case, asked: bool) -> str:
    """Why its first judgement was made."""
    return "registered" if asked or case.impact or case.kind not in PROCEDURE_KINDS else "unasked"


@transaction.atomic(savepoint=False)
def _insert(actor, case: Case, judgement, carried_over: str, now: datetime) -> None:
    """The case, its judgement, its clock, its history, its audit entry and its fact: one round trip, nothing read.

    Everything was checked before; what fails here fails the caller's transaction too, and needs no savepoint.
    """
    rows = [case, judgement]
    running = clocks.opening(case, now=now if carried_over else case.received_at)
    case.due_at = running[0].due_at if running else None
    rows += running
    detail = {"channel": case.channel, "severity": case.severity}
    history = CaseHistory(
        case=case,
        at=now,
        actor=actor,
        verb=Verb.REGISTERED,
        to_status=case.status,
        because=carried_over,
        detail=detail,
    )
    after = {"number": case.number, "kind": case.kind, "severity": case.severity}
    entry = audit.entry(actor, "cases.registered", case, now=now, after=after)
    fact = CaseRegistered(
        case_id=case.pk,
        owner_id=case.owner_id,
        project_id=case.project_id,
        kind=case.kind,
        severity=case.severity,
    )
    insert(*rows, history, entry, outgoing(fact, now=now))


def _summary(summary: str, words: str) -> str:
    """The agent's own summary, else the first line of the owner's words."""
    text = " ".join((summary or words.strip().splitlines()[0]).split())
    return text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1] + "…"


def _check(kind, channel, words, subject, emotion) -> None:
    need(words=words)
    known = {
        "kind": kind in CaseKind.values,
        "channel": channel in Channel.values,
        "subject": rules.is_known_subject(subject),
        "emotion": emotion in Emotion.values,
    }
    fields = {field: _("This choice is not known.") for field, good in known.items() if not good}
    if fields:
        raise Refused(fields=fields)


def _check_time(received_at: datetime, carried_over: str, now: datetime) -> None:
    if received_at > now:
        raise Refused(fields={"received_at": _("This time is still to come.")})
    if not carried_over and received_at < now - OLDEST:
        raise Refused(fields={"received_at": _("This is more than a year ago.")})


def check_ties(project, owner, home) -> None:
    """Refuse a home of another project, and an owner who has nothing to do with this one.

    Whoever reads the project's cases reads the owner's name on them; so he must be known there already.
    """
    if home is not None and home.project_id != project.pk:
        raise Refused(fields={"home": _("This home belongs to another project.")})
    if owner is not None and not belongs_to(owner, project):
        raise Refused(fields={"owner": _("This owner belongs to another project.")})


@transaction.atomic
def confirm_severity(
    actor, case: Case, *, severity: str, because: str, version: int | None = None, now
) -> Case:
    """Confirm the computed severity or set another; the two upper ones need a reason."""
    if severity not in Severity.values:
        raise Refused(fields={"severity": _("This choice is not known.")})
    case = locked(case, version)
    must_stand_in(case, *OPEN)
    thresholds, computed = standing.judged(case.impact, case.currency, now=now)
    if severity in (Severity.IMPORTANT, Severity.MAJOR) and severity != computed.severity:
        need(because=because)
    reason = because.strip() or (",".join(computed.reasons) if severity == computed.severity else "")
    if severity != case.severity:
        rematch(case, severity=severity, actor=actor, now=now)
    write(
        case,
        by=actor,
        verb=Verb.SEVERITY_CONFIRMED,
        because=because,
        detail={"from": case.severity, "to": severity, "computed": computed.severity},
        now=now,
        severity=severity,
        severity_because=reason,
        severity_confirmed_by=actor,
    )
    occasion = "confirmed" if severity == computed.severity else "changed"
    standing.draft(case, thresholds, computed, by=actor, occasion=occasion, now=now).save(force_insert=True)
    return case
