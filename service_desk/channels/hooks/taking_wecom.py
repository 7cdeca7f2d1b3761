"""What a person wrote to the house in WeCom: checked, opened, and put on his case."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from crm import signing
from service_desk.channels.hooks import services, wecom
from service_desk.channels.hooks.models import (
    HookDelivery,
    HookEndpoint,
    WecomAccount,
    WecomContact,
    WecomMedia,
)

FETCHED = ("image", "voice", "video", "file")
SOMETHING_CAME = "kf_msg_or_event"  # of a customer-service account: what, is fetched


def take_message(endpoint: HookEndpoint, asked, body: bytes, *, now: datetime) -> None:
    """Take one callback; raises wecom.Unproved where it proves nothing. The same message twice is taken once."""
    timestamp = asked.get("timestamp", "")
    if not signing.is_recent(timestamp, now.timestamp()):
        raise wecom.Unproved("timestamp")
    sealed = wecom.fields(body).get("Encrypt", "")
    wecom.check(endpoint.token, timestamp, asked.get("nonce", ""), sealed, asked.get("msg_signature", ""))
    told = wecom.fields(wecom.opened(wecom.key_of(endpoint.aes_key), sealed, endpoint.company))
    if told.get("Event") == SOMETHING_CAME and told.get("OpenKfId"):
        _something_came(endpoint, told, now)
    take_told(endpoint, told, size=len(body), now=now)


def _something_came(endpoint: HookEndpoint, told: dict, now: datetime) -> None:
    """Remember that an account has something; a task fetches it."""
    given = {"token": told.get("Token", "")[:200], "told_at": now}
    row, fresh = WecomAccount.objects.get_or_create(
        endpoint=endpoint, account=told["OpenKfId"][:80], defaults=given | {"told": 1}
    )
    if not fresh:
        row.token = given["token"]
        row.told, row.told_at = F("told") + 1, now
        row.save(update_fields=["token", "told", "told_at"])


def take_told(endpoint: HookEndpoint, told: dict, *, size: int = 0, now: datetime) -> bool:
    """Put what somebody wrote on his case, once; whether it is new."""
    sender = told.get("ExternalUserId") or told.get("FromUserName", "")
    event = told.get("MsgId") or f"{sender}-{told.get('CreateTime', '')}-{told.get('Event', '')}"
    with transaction.atomic():
        row, fresh = services.take(
            endpoint,
            event_id=event[:120],
            said={"words": _words(endpoint, told)},
            sender=sender,
            size=size,
            now=now,
        )
        if fresh and row.case is not None:
            _remember(endpoint, row, told, sender, now)
    return fresh


def _remember(endpoint: HookEndpoint, row: HookDelivery, told: dict, sender: str, now: datetime) -> None:
    """By what he is answered, and what is still to be fetched of what he sent."""
    if sender:
        account = told.get("OpenKfId", "")[:80] if told.get("ExternalUserId") else ""
        WecomContact.objects.update_or_create(
            sender_index=bytes(row.sender_index),
            defaults={"endpoint": endpoint, "address": sender[:200], "account": account, "heard_at": now},
        )
    media = told.get("MediaId", "")
    if media and told.get("MsgType") in FETCHED and endpoint.app_secret:
        WecomMedia.objects.create(
            delivery=row,
            case=row.case,
            media=media[:400],
            kind=told["MsgType"],
            name=told.get("FileName", "")[:160],
            came_at=now,
        )


def _words(endpoint: HookEndpoint, told: dict) -> str:
    """What was written; of what is not words that it came, so that somebody looks; of mere events nothing."""
    kind = told.get("MsgType", "")
    if kind == "text":
        return told.get("Content", "")[:20_000]
    with translation.override(endpoint.language):
        named = {
            "image": _("(a picture sent in WeCom)"),
            "voice": _("(a voice message sent in WeCom)"),
            "video": _("(a video sent in WeCom)"),
            "file": _("(a file sent in WeCom)"),
            "location": _("(a place sent in WeCom: %(place)s)") % {"place": told.get("Label", "")[:200]},
            "link": f"{told.get('Title', '')[:200]} {told.get('Url', '')[:500]}".strip(),
        }
        return named.get(kind, told.get("Otherwise", ""))
