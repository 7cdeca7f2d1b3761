"""Reading endpoints, their secrets in force, and the log of deliveries."""

from datetime import datetime
from urllib.parse import quote

from django.db.models import Q

from crm.accounts.permissions import where_may
from service_desk.cases.models import Case
from service_desk.cases.states import OPEN
from service_desk.cases.terms import Channel
from service_desk.channels.hooks.calling_wecom import is_connected
from service_desk.channels.hooks.models import (
    HookDelivery,
    HookEndpoint,
    HookSecret,
    Sort,
    WecomAccount,
    WecomAside,
    WecomContact,
    WecomMedia,
)


def endpoint_called(code: str, sort: str) -> HookEndpoint | None:
    """The endpoint in use of this name."""
    rows = HookEndpoint.objects.select_related("project__city")
    return rows.filter(code=code, sort=sort, is_open=True).first()


def secrets_of(endpoint: HookEndpoint, *, now: datetime) -> dict[int, str]:
    """The secrets that hold now, by their version."""
    rows = HookSecret.objects.filter(Q(holds_until=None) | Q(holds_until__gt=now), endpoint=endpoint)
    return {row.version: row.secret for row in rows.order_by("-version")[:5]}


def delivered(endpoint: HookEndpoint, event_id: str) -> HookDelivery | None:
    """What became of this event when it was taken."""
    rows = HookDelivery.objects.exclude(outcome="refused").select_related("case")
    return rows.filter(endpoint=endpoint, event_id=event_id).first()


def last_case_of(sender_index: bytes) -> Case | None:
    """The newest case of whoever wrote to an endpoint before; the open one if there is one."""
    rows = HookDelivery.objects.filter(sender_index=sender_index, case__isnull=False)
    found = [row.case for row in rows.select_related("case__owner", "case__project").order_by("-id")[:20]]
    return next((case for case in found if case.status in OPEN), found[0] if found else None)


def endpoints(user) -> list[HookEndpoint]:
    rows = where_may(HookEndpoint.objects.select_related("project__city"), user, "channels.view")
    return list(rows.order_by("name", "pk")[:200])


def versions_of(endpoint: HookEndpoint) -> list[HookSecret]:
    rows = HookSecret.objects.filter(endpoint=endpoint).defer("secret").select_related("made_by")
    return list(rows.order_by("-version")[:20])


def log_of(endpoint: HookEndpoint):
    """What was delivered to an endpoint, newest first."""
    return HookDelivery.objects.filter(endpoint=endpoint).select_related("case")


def contact_of(case: Case) -> WecomContact | None:
    """Whoever a case of WeCom came from, as he is answered there; the last who wrote on it."""
    rows = HookDelivery.objects.filter(case=case, sender_index__isnull=False, endpoint__sort=Sort.WECOM)
    index = rows.order_by("-id").values_list("sender_index", flat=True).first()
    if index is None:
        return None
    found = WecomContact.objects.filter(sender_index=bytes(index), endpoint__is_open=True)
    return found.exclude(endpoint__agent="", account="").select_related("endpoint").first()


def wecom_address(case: Case) -> str:
    """Where a letter about a case leaves to in WeCom; empty where its writer is not answered there."""
    contact = contact_of(case) if case.channel == Channel.WECOM and is_connected() else None
    if contact is None or not contact.endpoint.app_secret:
        return ""
    parts = (contact.endpoint.code, contact.account, contact.address)
    return "/".join(quote(part, safe="") for part in parts)


def accounts_of(endpoint: HookEndpoint) -> list[WecomAccount]:
    """Its customer-service accounts, and how far each was fetched."""
    return list(WecomAccount.objects.filter(endpoint=endpoint).defer("token").order_by("account")[:50])


def aside_of(endpoint: HookEndpoint) -> list[WecomAside]:
    """What was fetched and could not be put on a case, newest first; without its words."""
    return list(WecomAside.objects.filter(endpoint=endpoint).defer("said").order_by("-pk")[:50])


def media_of(case: Case) -> list[WecomMedia]:
    """What was sent in WeCom and is not here yet, or could not be fetched."""
    return list(WecomMedia.objects.filter(case=case).exclude(settled_at__isnull=False, failure="")[:50])
