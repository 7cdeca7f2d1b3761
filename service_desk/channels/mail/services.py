"""Reading what was stored, and what a person decides about mail that waits. The only writers of mail."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from crm.accounts.services import system_user
from crm.audit.services import record
from crm.errors import DoorstepError, IllegalMove, Refused
from crm.events import failures
from crm.messages import services as letters
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.cases.terms import CaseKind
from service_desk.channels.mail import answering, files, finding, placing, rules, selectors, storing
from service_desk.channels.mail.models import IncomingMail, RawMailPart, UnreachedAddress
from service_desk.channels.mail.reading import apart
from service_desk.channels.mail.states import Discarded, MailStatus, Reason

log = logging.getLogger("doorstep.mail")
LEASE = timedelta(minutes=3)  # longer than the longest reading
MOST_ATTEMPTS = 3
FIRST_WAIT = timedelta(seconds=30)
CONTENT = ("sender", "sender_name", "subject", "words", "folded")


def read_waiting(*, clock, limit: int = 200) -> int:
    """Read what was stored and put each where it belongs, oldest first; how many were read.

    Reading happens with no transaction open and in a child process. Whoever dies in between leaves the row as it
    was; it is read again when its lease is over, and settled once, because settling asks for its status under a lock.
    """
    done = 0
    while done < limit and (mail := _take(clock())) is not None:
        if mail.status == MailStatus.STORED:
            _read(mail, clock)
        done += 1
    return done


@transaction.atomic
def _take(now: datetime) -> IncomingMail | None:
    rows = IncomingMail.objects.filter(status=MailStatus.STORED).defer(*CONTENT)
    free = rows.exclude(taken_until__gt=now).select_for_update(skip_locked=True, of=("self",))
    mail = free.select_related("mailbox__project__city").order_by("pk").first()
    if mail is None:
        return None
    if mail.attempts >= MOST_ATTEMPTS:
        placing.hold(mail, Reason.UNREADABLE, now=now)
        return mail
    mail.attempts += 1
    mail.taken_until = now + LEASE
    mail.save(update_fields=["attempts", "taken_until"])
    return mail


def _read(mail: IncomingMail, clock) -> None:
    try:
        parsed = apart.read(storing.raw(mail))
    except apart.Unreadable as end:
        parsed = None
        _failed(mail, f"Unreadable: {end}", clock())
    if parsed is None:
        return
    try:
        settle(mail, parsed, now=clock())
    except (DoorstepError, DatabaseError, ValueError, TypeError, KeyError) as error:
        log.warning("mail %s was not placed: %s", mail.public_id, type(error).__name__)
        _failed(mail, failures.in_words(error), clock())


def _failed(mail: IncomingMail, words: str, now: datetime) -> None:
    """Kept for another attempt; after the last one it waits for a person."""
    with transaction.atomic():
        row = IncomingMail.objects.select_for_update().get(pk=mail.pk)
        if row.status != MailStatus.STORED:
            return
        row.failure, row.taken_until = words[:200], now + failures.wait_after(row.attempts, first=FIRST_WAIT)
        row.save(update_fields=["failure", "taken_until"])
        if row.attempts >= MOST_ATTEMPTS:
            placing.hold(row, Reason.UNREADABLE, now=now)


def set_aside(mail: IncomingMail, reason: str, failure: str, *, now: datetime) -> None:
    """Let it wait for a person at once, with the reason; what can be read of it is filled in."""
    mail.failure = failure[:200]
    mail.save(update_fields=["failure"])
    _read_late(mail)
    placing.hold(mail, reason, now=now)


def read_anew(mail: IncomingMail, *, now: datetime) -> None:
    """Fill in what a mail says now that more of it is here."""
    mail.content_digest = None
    _read_late(mail)


@transaction.atomic
def settle(mail: IncomingMail, parsed: dict, *, now: datetime) -> IncomingMail:
    """Keep what was read and put the mail where it belongs: 1. lock  2. fill in  3. find out  4. place  5. answer."""
    row = IncomingMail.objects.select_for_update(of=("self",)).select_related("mailbox__project__city")
    mail = row.get(pk=mail.pk)
    if mail.status != MailStatus.STORED:
        return mail
    _fill_in(mail, parsed)
    actor = system_user("mail")
    found = finding.find_out(mail, parsed, now)
    place = rules.place(found["known"])
    if place.status == MailStatus.REPEAT:
        placing.repeat(mail, found["first"], now=now)
    elif place.status == MailStatus.OUTCOME:
        _take_report(actor, mail, parsed["report"], found["letter"], now)
    elif place.status == MailStatus.HELD:
        placing.hold(mail, place.reason, suggested=found["suggested"], now=now)
    else:
        _to_case(actor, mail, parsed, found, place, now)
    return mail


def _to_case(actor, mail, parsed: dict, found: dict, place, now: datetime) -> None:
    if place.status == MailStatus.MESSAGE:
        placing.add_to(actor, mail, found["case"], automatic=place.automatic, now=now)
    else:
        placing.open_case(actor, mail, now=now)
    if not place.automatic:
        files.keep(actor, mail, parsed["files"], now=now)
    if mail.status == MailStatus.CASE:
        answering.confirm(mail, mail.case, parsed, now=now)


def _fill_in(mail: IncomingMail, parsed: dict) -> None:
    sender = parsed["from"][0] if parsed["from"] else {"name": "", "address": ""}
    mail.sender, mail.sender_name = sender["address"], sender["name"]
    mail.sender_index = selectors.index_of(sender["address"])
    mail.subject, mail.words, mail.folded = parsed["subject"], parsed["words"], parsed["folded"]
    mail.identifier = parsed["message_id"]
    mail.remarks = parsed["remarks"]
    mail.files = [{name: one[name] for name in ("name", "type", "size")} for one in parsed["files"]]
    mail.written_at = datetime.fromisoformat(parsed["date"]) if parsed["date"] else None
    said = [parsed["message_id"], sender["address"].lower(), parsed["subject"], parsed["text"]]
    files_said = [one["content"] for one in parsed["files"]]
    mail.content_digest = hashlib.sha256("\0".join(said + files_said).encode()).digest()
    mail.save(
        update_fields=[
            *CONTENT, "sender_index", "identifier", "remarks", "files", "written_at", "content_digest"
        ]
    )  # fmt: skip


def _take_report(actor, mail: IncomingMail, report: dict, letter, now: datetime) -> None:
    """A letter of ours came back, or is late: said on the letter and on its case; the address is not used again."""
    if report["failed"]:
        letters.came_back(letter, code=report["status"], now=now)
        index = selectors.index_of(letter.recipient)
        UnreachedAddress.objects.update_or_create(
            address_index=index,
            defaults={"code": report["status"], "letter": letter.public_id, "since": now},
        )
        kind, _colon, number = letter.subject_ref.partition(":")
        case = selectors.cases_numbered([number]).get(number) if kind == "case" else None
        if case is not None:
            words = _("Our letter did not reach the owner by mail (%(code)s). Please tell them by telephone.")
            cases.note(actor, case, body=words % {"code": report["status"] or _("no code")}, now=now)
    placing.report(mail, letter.public_id, now=now)


@transaction.atomic
def release(actor, mail: IncomingMail, *, kind: str, project=None, now: datetime) -> Case:
    """Let a mail that was held become a case after all."""
    mail = _locked(mail, MailStatus.HELD)
    if kind not in CaseKind.values:
        raise Refused(fields={"kind": _("This choice is not known.")})
    _read_late(mail)
    case = placing.open_case(
        actor, mail, kind=kind, project=project or mail.mailbox.project, by=actor, now=now
    )
    _released(actor, mail, case, now)
    return case


@transaction.atomic
def attach(actor, mail: IncomingMail, *, case: Case, now: datetime) -> Case:
    """Add a mail that was held to a case; what is added to a closed one opens another that names it."""
    mail = _locked(mail, MailStatus.HELD)
    _read_late(mail)
    placing.add_to(actor, mail, case, by=actor, now=now)
    _released(actor, mail, mail.case, now)
    return mail.case


def _read_late(mail: IncomingMail) -> None:
    """What could not be placed when it came may never have been filled in."""
    if mail.content_digest is None:
        try:
            _fill_in(mail, apart.read(storing.raw(mail)))
        except apart.Unreadable as end:
            log.warning("mail %s could not be read: %s", mail.public_id, end)


def _released(actor, mail: IncomingMail, case: Case, now: datetime) -> None:
    """Its files come along; they are read anew from what was kept. Nobody is answered: a person looks already."""
    if mail.files:
        try:
            files.keep(actor, mail, apart.read(storing.raw(mail))["files"], now=now)
        except apart.Unreadable:
            log.warning("the files of mail %s could not be read again", mail.public_id)
    after = {"case": case.number, "was": mail.reason}
    record(actor, "mail.released", mail, now=now, after=after)


@transaction.atomic
def discard(actor, mail: IncomingMail, *, why: str = "", now: datetime) -> IncomingMail:
    """Throw a held mail away; it can be had back until its time is over. `why` is one of the reasons there are."""
    if why and why not in Discarded.values:
        raise Refused(fields={"why": _("This choice is not known.")})
    mail = _locked(mail, MailStatus.HELD)
    placing.discard(actor, mail, why=why, now=now)
    record(actor, "mail.discarded", mail, now=now, after={"was": mail.reason, "why": why})
    return mail


@transaction.atomic
def take_back(actor, mail: IncomingMail, *, now: datetime) -> IncomingMail:
    """Have a mail back that was thrown away."""
    mail = _locked(mail, MailStatus.DISCARDED)
    placing.take_back(actor, mail, now=now)
    record(actor, "mail.taken_back", mail, now=now)
    return mail


def _locked(mail: IncomingMail, stands: MailStatus) -> IncomingMail:
    rows = IncomingMail.objects.select_for_update(of=("self",)).select_related("mailbox__project__city")
    row = rows.get(pk=mail.pk)
    if row.status != stands:
        raise IllegalMove(stands_in=row.status)
    return row


def forget(*, now: datetime, limit: int = 1_000) -> int:
    """Drop what was thrown away long ago, and the bytes of mail that was placed long ago; how many.

    What waits for a person is never dropped.
    """
    held = selectors.limits()
    old = now - timedelta(days=held.discarded_days)
    gone = IncomingMail.objects.filter(status=MailStatus.DISCARDED, settled_at__lt=old).order_by("pk")
    keys = list(gone.values_list("pk", flat=True)[:limit])
    IncomingMail.objects.filter(pk__in=keys).delete()
    before = now - timedelta(days=held.raw_days)
    settled = IncomingMail.objects.exclude(status__in=[MailStatus.HELD, MailStatus.STORED])
    pieces = RawMailPart.objects.filter(mail__in=settled.filter(settled_at__lt=before)).order_by("pk")
    parts = list(pieces.values_list("pk", flat=True)[:limit])
    RawMailPart.objects.filter(pk__in=parts).delete()
    return len(keys) + len(parts)
