"""Mails that their server did not give: remembered, asked for again, and after the last time set aside."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from crm.events import failures
from service_desk.channels.mail import services, sources, storing
from service_desk.channels.mail.models import IncomingMail, Mailbox, UnfetchedMail
from service_desk.channels.mail.states import MailStatus, Reason

MOST_TIMES = 3
FIRST_WAIT = timedelta(minutes=2)


def due(box: Mailbox, uid_validity: int, *, now: datetime) -> list[int]:
    rows = UnfetchedMail.objects.filter(mailbox=box, uid_validity=uid_validity, retry_at__lte=now)
    return list(rows.order_by("uid").values_list("uid", flat=True)[:50])


def known(box: Mailbox, uid_validity: int) -> set[int]:
    rows = UnfetchedMail.objects.filter(mailbox=box, uid_validity=uid_validity)
    return set(rows.values_list("uid", flat=True))


def forget(box: Mailbox, uid_validity: int, uid: int) -> None:
    UnfetchedMail.objects.filter(mailbox=box, uid_validity=uid_validity, uid=uid).delete()


def remember(box: Mailbox, uid_validity: int, uid: int, failure: str, *, now: datetime) -> None:
    """Keep its number before the mailbox counts as fetched past it: whoever dies in between has not lost it."""
    UnfetchedMail.objects.get_or_create(
        mailbox=box,
        uid_validity=uid_validity,
        uid=uid,
        defaults={"retry_at": now, "failure": failure[:200]},
    )


@transaction.atomic
def missed(box: Mailbox, server: sources.Server, uid: int, failure: str, *, now: datetime) -> None:
    """Count it; after the last time it waits for a person, with as much of it as the server gives."""
    rows = UnfetchedMail.objects.select_for_update()
    row = rows.filter(mailbox=box, uid_validity=server.uid_validity, uid=uid).first()
    if row is None:
        return
    row.times += 1
    row.failure, row.retry_at = failure[:200], now + failures.wait_after(row.times, first=FIRST_WAIT)
    row.save(update_fields=["times", "failure", "retry_at"])
    if row.times >= MOST_TIMES:
        _set_aside(box, server, row, now)


def _set_aside(box: Mailbox, server: sources.Server, row: UnfetchedMail, now: datetime) -> None:
    data = server.beginning(row.uid)
    named = f"{box.pk} {row.uid_validity} {row.uid}".encode()
    mail, fresh = storing.keep(
        box,
        data,
        digest=hashlib.sha256(named).digest(),
        uid=row.uid,
        uid_validity=row.uid_validity,
        now=now,
    )
    if fresh:
        services.set_aside(mail, Reason.UNFETCHED, row.failure, now=now)
    row.delete()


def fetch_again(actor, mail: IncomingMail, *, now: datetime) -> IncomingMail:
    """Ask the server once more for a mail that was set aside; what it gives takes the place of the beginning.

    The mail waits on, readable now: a person was about to look at it.
    """
    if mail.status != MailStatus.HELD or mail.reason != Reason.UNFETCHED:
        raise IllegalMove
    data = _asked(mail)
    with transaction.atomic():
        storing.replace(mail, data)
        services.read_anew(mail, now=now)
        record(actor, "mail.fetched_again", mail, now=now, after={"size": len(data)})
    return mail


def _asked(mail: IncomingMail) -> bytes:
    try:
        with sources.opened(mail.mailbox) as server:
            if server.uid_validity != mail.uid_validity:
                raise Refused(
                    _("The server has numbered its mail anew; look for it there."), code="numbered_anew"
                )
            return server.fetch(mail.uid)[0]
    except sources.Gone as error:
        raise Refused(_("It is no longer in the mailbox."), code="gone") from error
    except (sources.NotGiven, sources.LineBroke, sources.NotReached) as error:
        raise Refused(_("The server still does not give it."), code="not_given") from error
