"""Reading mail: what waits, what came from whom, what belongs to a case."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from crm.accounts.permissions import where_may
from crm.messages.models import OutgoingMessage
from crm.privacy import blind_index
from crm.text.bigrams import normalise
from crm.web.paging import capped_count
from owners.people.models import Owner
from service_desk.cases import hanging
from service_desk.cases.models import Case
from service_desk.channels.mail import threads
from service_desk.channels.mail.models import (
    ChannelLimits,
    IncomingMail,
    KnownReply,
    Mailbox,
    UnreachedAddress,
)
from service_desk.channels.mail.states import MailStatus, Reason

HOUR = timedelta(hours=1)
LOOKED_THROUGH = 500  # mails that are opened to look for words


def limits() -> ChannelLimits:
    """The limits in force: the newest version, or those the house came with."""
    return ChannelLimits.objects.order_by("-version").first() or ChannelLimits(version=0)


def index_of(address: str) -> bytes | None:
    """What an address is compared by; owners' addresses have the same."""
    return blind_index.of(address, "email") if address else None


def is_our_sender(address: str) -> bool:
    """Whether this is the address that our own letters come from."""
    ours = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip().lower()
    return bool(address) and address.strip().lower() == ours


def owners_at(address: str) -> list[Owner]:
    """Everybody who has this address; couples share one."""
    index = index_of(address)
    return list(Owner.objects.filter(email_index=index, merged_into=None)[:5]) if index else []


def lately_from(index: bytes | None, *, now: datetime, case: Case | None = None) -> int:
    """How many mails came from this sender within the hour; on one case, where it is named."""
    if index is None:
        return 0
    rows = IncomingMail.objects.filter(sender_index=index, arrived_at__gt=now - HOUR)
    rows = rows.exclude(status=MailStatus.REPEAT)
    return (rows.filter(case=case) if case else rows).count()


def answered_lately(index: bytes, *, now: datetime, hours: int) -> bool:
    """Whether a machine of ours answered this address within so many hours."""
    since = now - timedelta(hours=hours)
    return IncomingMail.objects.filter(sender_index=index, answered_at__gt=since).exists()


def first_with(mailbox: Mailbox, content_digest: bytes, but: IncomingMail) -> IncomingMail | None:
    """The mail that said the same before, in other bytes."""
    rows = IncomingMail.objects.filter(mailbox=mailbox, content_digest=content_digest, pk__lt=but.pk)
    return rows.exclude(status=MailStatus.REPEAT).order_by("pk").first()


def letters_called(ids: list[str]) -> list[OutgoingMessage]:
    """Those of our letters whose ids these are."""
    ours = "@" + settings.MAIL_DOMAIN.lower()
    found = []
    for one in ids:
        if one.lower().endswith(ours):
            try:
                found.append(UUID(one.partition("@")[0]))
            except ValueError:
                continue
    return list(OutgoingMessage.objects.filter(public_id__in=found)) if found else []


def cases_numbered(numbers: list[str]) -> dict[str, Case]:
    """The cases of these numbers."""
    rows = Case.objects.filter(number__in=numbers).select_related("owner", "project__city")
    return {case.number: case for case in rows}


def mailbox_of(project_id: int) -> Mailbox | None:
    """The address that owners of a project answer to: its own, else the only one there is."""
    boxes = list(Mailbox.objects.filter(is_open=True).order_by("pk")[:50])
    own = [box for box in boxes if box.project_id == project_id]
    return own[0] if own else (boxes[0] if len(boxes) == 1 else None)


def last_written(case: Case) -> str:
    """The id of the newest mail that a person sent about the case, for an answer to hang on."""
    rows = IncomingMail.objects.filter(case=case, status__in=[MailStatus.CASE, MailStatus.MESSAGE])
    return rows.exclude(identifier="").order_by("-pk").values_list("identifier", flat=True).first() or ""


def is_unreached(address: str) -> bool:
    """Whether mail to this address came back for good."""
    index = index_of(address)
    return bool(index) and UnreachedAddress.objects.filter(address_index=index).exists()


def envelope_for(case: Case, address: str) -> dict:
    """What a letter about a case carries so that its answer finds back: for `crm.messages.services.send`."""
    box = mailbox_of(case.project_id)
    return {
        "answer_to": threads.answer_address(box.address, case.number, address) if box else "",
        "thread": threads.thread_id(settings.MAIL_DOMAIN, case.number, address),
        "in_reply_to": last_written(case),
    }


def may_reply(case: Case, mail: IncomingMail) -> bool:
    """Whether a person has said that this address answers for the owner of the case."""
    index = mail.sender_index and bytes(mail.sender_index)
    return bool(index) and KnownReply.objects.filter(case=case, sender_index=index).exists()


def quarantine(user, status: str = MailStatus.HELD, *, reason: str = "", mailbox: str = "", words: str = ""):
    """What waits for a person, or was thrown away and can still be had back; narrowed where something is asked for.

    What mails say is sealed: words are looked for in the newest of them, an address in all.
    """
    rows = where_may(IncomingMail.objects.all(), user, "mail.view", path="mailbox__project")
    rows = rows.select_related("mailbox__project", "suggested", "settled_by")
    rows = rows.filter(
        status=status if status in (MailStatus.HELD, MailStatus.DISCARDED) else MailStatus.HELD
    )
    if reason in Reason.values:
        rows = rows.filter(reason=reason)
    if mailbox:
        rows = rows.filter(mailbox__code=mailbox)
    words = words.strip()
    if not words:
        return rows
    if "@" in words and " " not in words:
        return rows.filter(sender_index=index_of(words))
    return rows.filter(pk__in=_saying(rows, words))


def _saying(rows, words: str) -> list[int]:
    """Those of the newest that say all these words, in whichever Chinese script."""
    wanted = normalise(words).split()
    found = []
    for mail in rows.order_by("-id")[:LOOKED_THROUGH]:
        said = normalise(f"{mail.sender} {mail.sender_name} {mail.subject} {mail.words}")
        if all(one in said for one in wanted):
            found.append(mail.pk)
    return found


def counts(user) -> dict[str, int]:
    """How much waits and how much was thrown away; 1001 stands for more than a thousand."""
    return {one: capped_count(quarantine(user, one)) for one in (MailStatus.HELD, MailStatus.DISCARDED)}


def mail_of(case: Case) -> list[IncomingMail]:
    """The mails that a case came by and that were added to it, oldest first."""
    return list(hanging.of(case, IncomingMail).order_by("pk")[:200])


def unread(*, now: datetime) -> int:
    """How many wait to be read."""
    return IncomingMail.objects.filter(status=MailStatus.STORED).count()


def mailboxes(user, *, to: str = "channels.view") -> list[Mailbox]:
    """The mailboxes of the projects where the user may do `to`, by their address."""
    rows = where_may(Mailbox.objects.select_related("project__city"), user, to)
    return list(rows.order_by("address")[:200])
