"""Fetching what people sent in WeCom: by a task, never while WeCom waits for our answer; each hung on its case once."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.services import system_user
from crm.errors import Refused
from crm.events import failures
from service_desk.attachments import services as attachments
from service_desk.attachments.models import Stage
from service_desk.cases import services as cases
from service_desk.channels.hooks import calling_wecom as calling
from service_desk.channels.hooks.models import WecomMedia
from service_desk.channels.hooks.writing_wecom import client_of
from service_desk.linking.selectors import goes_on_as

log = logging.getLogger("doorstep.wecom")
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(seconds=30)
ENDINGS = {"image": "jpg", "voice": "amr", "video": "mp4"}


def fetch_waiting(*, clock, client=client_of, limit: int = 100) -> int:
    """Fetch what waits, oldest first; how many are settled. Nothing where no address of WeCom is set."""
    if not calling.is_connected():
        return 0
    done = 0
    for _one in range(limit):
        row = _take(clock())
        if row is None:
            break
        done += _fetch(row, client, clock)
    return done


@transaction.atomic
def _take(now: datetime) -> WecomMedia | None:
    rows = WecomMedia.objects.filter(settled_at=None).exclude(taken_until__gt=now)
    rows = rows.select_for_update(skip_locked=True, of=("self",))
    row = rows.select_related("delivery__endpoint", "case__project").order_by("pk").first()
    if row is not None:
        row.attempts += 1
        row.taken_until = now + LEASE
        row.save(update_fields=["attempts", "taken_until"])
    return row


def _fetch(row: WecomMedia, client, clock) -> bool:
    """Whether it is settled: here, or never to be had."""
    try:
        sent = client(row.delivery.endpoint).media(row.media)
    except calling.Failed as error:
        if error.for_good or row.attempts >= MOST_ATTEMPTS:
            return _settle(row, str(error), clock())
        wait = failures.wait_after(row.attempts, first=FIRST_WAIT)
        WecomMedia.objects.filter(pk=row.pk).update(taken_until=clock() + wait, failure=str(error)[:200])
        log.warning("a file of WeCom was not fetched, attempt %d: %s", row.attempts, error)
        return False
    actor, now = system_user("webhook"), clock()
    own = f"wecom-{row.pk}.{ENDINGS[row.kind]}" if row.kind in ENDINGS else ""
    name = own or row.name or sent.name or f"wecom-{row.pk}"
    try:
        case = goes_on_as(row.case)
        attachments.add(actor, case, stage=Stage.PROBLEM, name=name, content=sent.content, now=now)
    except Refused as refusal:
        return _settle(row, str(refusal.message), now)
    return _settle(row, "", now)


@transaction.atomic
def _settle(row: WecomMedia, failure: str, now: datetime) -> bool:
    """Once; what is not taken is said on the case with the reason, so that somebody asks for it."""
    rows = WecomMedia.objects.filter(pk=row.pk, settled_at=None)
    if rows.update(settled_at=now, failure=failure[:200], taken_until=None) and failure:
        with translation.override(row.delivery.endpoint.language):
            words = _("A file sent in WeCom was not taken: %(reason)s") % {"reason": failure}
        cases.note(system_user("webhook"), goes_on_as(row.case), body=words, now=now)
    return True
