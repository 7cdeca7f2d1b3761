"""What a gateway says later of a text message that it took: it arrived, or it never will.

The first final news counts, but for one: what was thought lost and has arrived after all, has arrived. A report may be
there before the courier has settled the message, or come for one that was given up because nobody knew what had
become of it; then it is the report that settles it, and nothing goes out twice.
"""

import json
import re
from datetime import datetime
from urllib.parse import parse_qs
from uuid import UUID

from django.db import transaction

from crm.events import alarms
from crm.messages.gateway import Gateway, words_in
from crm.messages.models import OutgoingMessage
from crm.messages.texting import found_in

MOST = 500  # of one callback
CODE = re.compile(r"[A-Za-z0-9_.:-]{1,12}")


def read(gateway: Gateway, body: bytes) -> list[tuple[str, str]]:
    """The pairs of an id and a state in a callback, as JSON or as a form. Raises ValueError where it is neither. Pure."""
    if body.lstrip()[:1] in (b"{", b"["):
        said = json.loads(body)
    else:
        said = {
            name: values[0]
            for name, values in parse_qs(body.decode(), strict_parsing=True, max_num_fields=100).items()
        }
    if gateway.report_list and isinstance(said, dict):
        for step in gateway.report_list.split("."):
            said = said.get(step) if isinstance(said, dict) else None
    rows = said if isinstance(said, list) else [said]
    if len(rows) > MOST or any(not isinstance(row, dict) for row in rows):
        raise ValueError("not a list of reports")
    return [(found_in(row, gateway.report_id), found_in(row, gateway.report_state)) for row in rows]


def take(gateway: Gateway, told: list[tuple[str, str]], *, now: datetime) -> tuple[int, int]:
    """Keep what became of each; (how many were known, how many were not). What says neither of both says nothing."""
    known = unknown = 0
    for identifier, state in told:
        arrived = state in words_in(gateway.report_delivered)
        if (not arrived and state not in words_in(gateway.report_failed)) or _one(
            identifier, arrived, state, now
        ):
            known += 1
        else:
            unknown += 1
    return known, unknown


@transaction.atomic
def _one(identifier: str, arrived: bool, state: str, now: datetime) -> bool:
    rows = OutgoingMessage.objects.filter(channel="sms", **_which(identifier))
    rows = rows.defer("recipient", "subject", "body").order_by("-pk")
    row = rows.select_for_update(of=("self",)).first() if identifier else None
    if row is None:
        return False
    if arrived and row.delivered_at is None:
        _arrived(row, now)
    elif not arrived and row.delivered_at is None and row.returned_at is None:
        row.returned_at = now
        row.returned_code = state if CODE.fullmatch(state) else ""
        row.told_at = None
        row.save(update_fields=["returned_at", "returned_code", "told_at"])
    return True


def _which(identifier: str) -> dict:
    try:
        return {"public_id": UUID(identifier)}
    except ValueError:
        return {"provider_id": identifier[:120]}


def _arrived(row: OutgoingMessage, now: datetime) -> None:
    if row.dead_at is not None:
        alarms.clear("dead_message", str(row.public_id), now=now)
    row.sent_at = row.sent_at or now
    row.delivered_at, row.dead_at, row.returned_at, row.returned_code = now, None, None, ""
    row.lease_token = row.lease_until = row.retry_at = None
    row.save(
        update_fields=[
            "sent_at", "delivered_at", "dead_at", "returned_at", "returned_code", "lease_token", "lease_until",
            "retry_at",
        ]
    )  # fmt: skip
