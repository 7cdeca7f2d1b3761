"""Customer-service accounts of WeCom: the callback only says that there is something; what it is, is fetched here.

How far was fetched is a cursor in the database, moved on in the transaction that takes the messages. Whoever dies in
between fetches the same page again, and each of its messages is known by its id. A message that cannot be put on a
case is set aside, so that it holds up no other.
"""

import hashlib
import json
import logging
from datetime import datetime, timedelta

from django.db import DataError, IntegrityError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from crm.errors import DoorstepError
from crm.events import failures
from crm.privacy import blind_index
from service_desk.channels.hooks import calling_wecom as calling
from service_desk.channels.hooks import taking_wecom as taking
from service_desk.channels.hooks.models import HookEndpoint, WecomAccount, WecomAside
from service_desk.channels.hooks.writing_wecom import client_of

log = logging.getLogger("doorstep.wecom")
LEASE = timedelta(minutes=3)
FIRST_WAIT = timedelta(seconds=30)
MOST_PAGES = 50  # of one account at a time; what is left is fetched next
OF_A_CUSTOMER = 3
UNPLACED = (DoorstepError, IntegrityError, DataError, ValueError, TypeError, KeyError, AttributeError)


def fetch_told(*, clock, client=client_of, limit: int = 50) -> int:
    """Fetch from accounts that have something, those asked longest ago first; how many messages are new."""
    if not calling.is_connected():
        return 0
    new = 0
    for _one in range(limit):
        account = _take(clock())
        if account is None:
            break
        new += _fetch(account, client, clock)
    return new


@transaction.atomic
def _take(now: datetime) -> WecomAccount | None:
    rows = WecomAccount.objects.filter(told__gt=F("heard"), endpoint__is_open=True)
    rows = rows.exclude(taken_until__gt=now)
    rows = rows.select_for_update(skip_locked=True, of=("self",)).select_related("endpoint__project__city")
    account = rows.order_by("told_at", "pk").first()
    if account is not None:
        account.taken_until = now + LEASE
        account.save(update_fields=["taken_until"])
    return account


def _fetch(account: WecomAccount, client, clock) -> int:
    """Page after page until there are no more; how many messages were new."""
    told, new = account.told, 0
    try:
        asking = client(account.endpoint)
        for _page in range(MOST_PAGES):
            answer = asking.sync(account.account, account.cursor, account.token)
            fresh, more = _keep(account, answer, told, clock())
            new += fresh
            if not more:
                return new
    except calling.Failed as error:
        attempts = account.attempts + 1
        wait = failures.wait_after(attempts, first=FIRST_WAIT)
        rows = WecomAccount.objects.filter(pk=account.pk)
        rows.update(attempts=attempts, taken_until=clock() + wait, failure=str(error)[:200])
        log.warning("messages of WeCom were not fetched, attempt %d: %s", attempts, error)
        return new
    WecomAccount.objects.filter(pk=account.pk).update(taken_until=None)
    return new


@transaction.atomic
def _keep(account: WecomAccount, answer: dict, told: int, now: datetime) -> tuple[int, bool]:
    """Take one page and move the cursor on, in one transaction; (how many were new, whether there are more)."""
    row = WecomAccount.objects.select_for_update().get(pk=account.pk)
    if row.cursor != account.cursor:  # somebody else fetched this page meanwhile
        return 0, False
    fetched = answer.get("msg_list") or []
    cursor = str(answer.get("next_cursor") or row.cursor)[:200]
    more = bool(answer.get("has_more"))
    if not isinstance(fetched, list) or (more and cursor == row.cursor):
        raise calling.Failed("WeCom's answer could not be read")
    new = sum(_place(account.endpoint, message, now) for message in fetched)
    row.cursor = account.cursor = cursor
    row.attempts, row.failure, row.fetched_at = 0, "", now
    if not more:
        row.heard, row.taken_until = told, None
    row.save(update_fields=["cursor", "attempts", "failure", "fetched_at", "heard", "taken_until"])
    return new, more


def _place(endpoint: HookEndpoint, message, now: datetime) -> bool:
    """Whether it is new; what cannot be placed is set aside with its words."""
    if isinstance(message, dict) and message.get("origin") != OF_A_CUSTOMER:
        return False  # an event of WeCom's own, or what the house itself answered
    try:
        with transaction.atomic():
            return taking.take_told(endpoint, as_told(endpoint, message), now=now)
    except UNPLACED as error:
        log.warning("a message of WeCom was set aside: %s", type(error).__name__)
        _set_aside(endpoint, message, type(error).__name__, now)
        return False


def _set_aside(endpoint: HookEndpoint, message, failure: str, now: datetime) -> None:
    said = json.dumps(message)
    sender = message.get("external_userid") if isinstance(message, dict) else None
    index = blind_index.of(f"{endpoint.pk} {sender}", "hook.sender") if isinstance(sender, str) else None
    kept = {"said": said, "failure": failure[:200], "sender_index": index, "came_at": now}
    WecomAside.objects.get_or_create(endpoint=endpoint, event_id=_id_of(message), defaults=kept)


def _id_of(message) -> str:
    """WeCom's id of a message; where it has none, or one that is no id, a digest of the whole."""
    known_as = message.get("msgid") if isinstance(message, dict) else None
    if (
        isinstance(known_as, str)
        and 0 < len(known_as) <= 100
        and known_as.isascii()
        and known_as.isprintable()
    ):
        return f"kf-{known_as}"
    return f"kf-{hashlib.sha256(json.dumps(message, sort_keys=True).encode()).hexdigest()}"


def as_told(endpoint: HookEndpoint, message: dict) -> dict:
    """A fetched message in the words of a callback; what is of no known sort says so, that somebody looks."""
    kind = str(message["msgtype"])
    inside = message.get(kind) or {}
    place = " ".join(filter(None, (_text(inside.get("name")), _text(inside.get("address")))))
    with translation.override(endpoint.language):
        other = _("(something sent in WeCom that cannot be shown here: %(kind)s)") % {"kind": kind[:40]}
    return {
        "MsgId": _id_of(message),
        "MsgType": kind,
        "ExternalUserId": _text(message["external_userid"]),
        "OpenKfId": _text(message["open_kfid"]),
        "Content": _text(inside.get("content")),
        "MediaId": _text(inside.get("media_id")),
        "FileName": _text(inside.get("filename")),
        "Label": place,
        "Title": _text(inside.get("title")),
        "Url": _text(inside.get("url")),
        "Otherwise": other,
    }


def _text(said) -> str:
    return said.replace("\0", "") if isinstance(said, str) else ""


def try_aside_again(endpoint: HookEndpoint, *, now: datetime, limit: int = 200) -> int:
    """Put what was set aside where it belongs; how many found their place. The others stay."""
    placed = 0
    for row in WecomAside.objects.filter(endpoint=endpoint).order_by("pk")[:limit]:
        try:
            with transaction.atomic():
                held = WecomAside.objects.select_for_update().filter(pk=row.pk).first()
                if held is not None:
                    taking.take_told(endpoint, as_told(endpoint, json.loads(held.said)), now=now)
                    held.delete()
                    placed += 1
        except UNPLACED as error:
            rows = WecomAside.objects.filter(pk=row.pk)
            rows.update(times=F("times") + 1, failure=type(error).__name__)
    return placed
