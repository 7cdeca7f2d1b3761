"""Fetching: keep, commit, only then tell the server. Whoever dies in between fetches it again and finds it kept."""

import logging
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from crm.events import alarms
from service_desk.channels.mail import services, sources, unfetched
from service_desk.channels.mail.models import Mailbox
from service_desk.channels.mail.storing import keep

log = logging.getLogger("doorstep.mail")
AT_ONCE = 200
MOST_IN_A_ROW = 4  # mails not given one after the other: then the server is at fault


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
    """Fetch round by round: a mail that breaks the line off is passed over in the next, so that the rest comes."""
    work = _Round(box, clock)
    while not work.over:
        with sources.opened(box) as server:
            work.talk(server)
    now = clock()
    Mailbox.objects.filter(pk=box.pk).update(checked_at=now, last_error="")
    if box.last_error:
        alarms.clear("mailbox", box.code, now=now)
    return work.new


class _Round:
    """One fetching of a mailbox. Which mail is at fault is said only while the server answers to others: one that
    gives nothing at all is not reached, and nobody's mail is set aside for it."""

    def __init__(self, box: Mailbox, clock):
        self.box, self.clock = box, clock
        self.new = self.in_a_row = 0
        self.suspect: tuple[int, str] | None = None
        self.passed: set[int] = set()
        self.missed: dict[int, str] = {}
        self.over = False

    def talk(self, server: sources.Server) -> None:
        """One conversation; it ends where all is fetched, or where the line breaks off over one mail."""
        if self.suspect:  # the line stands again: it was that mail
            uid, failure = self.suspect
            self.suspect = None
            self.not_given(server, uid, failure)
        for uid in self.waiting(server):
            try:
                self.take(server, uid)
                self.in_a_row = 0
            except sources.Gone:
                unfetched.forget(self.box, server.uid_validity, uid)
                _advance(self.box, server.uid_validity, uid)
            except sources.NotGiven as error:
                self.not_given(server, uid, str(error))
            except sources.LineBroke as error:
                self.passed.add(uid)
                self.suspect = (uid, str(error))
                return
        for uid, failure in self.missed.items():
            unfetched.missed(self.box, server, uid, failure, now=self.clock())
        self.over = True

    def waiting(self, server: sources.Server) -> list[int]:
        """What is new, then what was not given before and is due again."""
        box, now = self.box, self.clock()
        last = box.last_uid if box.uid_validity == server.uid_validity else 0
        again = unfetched.due(box, server.uid_validity, now=now)
        later = unfetched.known(box, server.uid_validity)
        fresh = [uid for uid in server.uids_after(last) if uid not in later]
        return [uid for uid in [*fresh[:AT_ONCE], *again] if uid not in self.passed]

    def take(self, server: sources.Server, uid: int) -> None:
        self.passed.add(uid)
        data, size = server.fetch(uid)
        with transaction.atomic():
            _mail, fresh = keep(
                self.box, data, size=size, uid=uid, uid_validity=server.uid_validity, now=self.clock()
            )
            unfetched.forget(self.box, server.uid_validity, uid)
            _advance(self.box, server.uid_validity, uid)
        self.new += fresh
        server.mark_seen(uid)

    def not_given(self, server: sources.Server, uid: int, failure: str) -> None:
        """Remember it and go on; that it was missed is counted at the end, once the rest has shown who is at fault."""
        self.passed.add(uid)
        self.in_a_row += 1
        if self.in_a_row > MOST_IN_A_ROW:
            raise sources.NotReached("several mails in a row were not given")
        server.still_answers()
        log.warning("mailbox %s: one mail was not given: %s", self.box.code, failure)
        with transaction.atomic():
            unfetched.remember(self.box, server.uid_validity, uid, failure, now=self.clock())
            _advance(self.box, server.uid_validity, uid)
        self.missed[uid] = failure


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
