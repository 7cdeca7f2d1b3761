"""Fetching: keep, commit, only then tell the server. Whoever dies in between fetches it again and finds it kept."""

import logging
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from crm.events import alarms
from service_desk.channels.mail import services, sources
from service_desk.channels.mail.models import Mailbox
from service_desk.channels.mail.storing import keep

log = logging.getLogger("doorstep.mail")
AT_ONCE = 200


def fetch_all(*, clock, only: Mailbox | None = None) -> dict[str, int]:
    """Fetch every open mailbox that has a server, and read what came; how many were new, by mailbox."""
    boxes = Mailbox.objects.filter(is_open=True).exclude(host="").select_related("project__city")
    found = {}
    for box in boxes.filter(pk=only.pk) if only else boxes.order_by("pk"):
        found[box.code] = fetch(box, clock=clock)
    services.read_waiting(clock=clock)
    return found


def fetch(box: Mailbox, *, clock) -> int:
    """Fetch what is new in one mailbox; how many were. A server that is not reached is told on the mailbox.

    Two who fetch the same mailbox at once do the same work twice and keep each mail once.
    """
    try:
        return _fetch(box, clock)
    except sources.NotReached as error:
        log.warning("mailbox %s was not reached: %s", box.code, error)
        now = clock()
        Mailbox.objects.filter(pk=box.pk).update(checked_at=now, last_error=str(error)[:200])
        alarms.sound("mailbox", box.code, detail=str(error), now=now)
        return 0


def _fetch(box: Mailbox, clock) -> int:
    new = 0
    with sources.opened(box) as server:
        last = box.last_uid if box.uid_validity == server.uid_validity else 0
        for uid in server.uids_after(last)[:AT_ONCE]:
            data, size = server.fetch(uid)
            with transaction.atomic():
                _mail, fresh = keep(
                    box, data, size=size, uid=uid, uid_validity=server.uid_validity, now=clock()
                )
                _advance(box, server.uid_validity, uid)
            new += fresh
            server.mark_seen(uid)
    now = clock()
    Mailbox.objects.filter(pk=box.pk).update(checked_at=now, last_error="")
    if box.last_error:
        alarms.clear("mailbox", box.code, now=now)
    return new


def _advance(box: Mailbox, uid_validity: int, uid: int) -> None:
    """Remember how far the mailbox is fetched; never backwards, unless the server numbers its mail anew."""
    behind = Q(uid_validity=None) | ~Q(uid_validity=uid_validity) | Q(last_uid__lt=uid)
    Mailbox.objects.filter(behind, pk=box.pk).update(uid_validity=uid_validity, last_uid=uid)


def take_files(box: Mailbox, paths: list[Path], *, now: datetime) -> tuple[int, int]:
    """Keep the mails of these files; how many there were and how many were new."""
    seen = new = 0
    for path in paths:
        for data in sources.from_path(path):
            new += keep(box, data, now=now)[1]
            seen += 1
    return seen, new
