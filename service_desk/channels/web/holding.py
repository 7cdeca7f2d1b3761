"""Photos chosen for a form that came back with an error are held for it a while, so that nobody chooses them twice.

What is held was drawn anew like every attachment. It is found by the secret in the form alone, for two hours, and
there is never more of it than a place and the house have room for.
"""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from crm.api import throttles
from crm.errors import Refused, TooMany
from crm.privacy import blind_index
from service_desk.attachments import services as attachments
from service_desk.attachments.reading import Reading
from service_desk.channels.web import tokens
from service_desk.channels.web.models import HeldPhoto

HELD_FOR = timedelta(seconds=tokens.TRAY_LASTS)
MOST_OF_A_PLACE = 32
MOST_BYTES = 500_000_000  # of the whole house


@dataclass(frozen=True)
class Tray:
    """What a form brings along: its held photos and why others are not among them. `token` goes into the form."""

    token: str = ""
    photos: list[HeldPhoto] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def tray(token: str, *, leave_out: list[str] = (), now: datetime) -> Tray:
    """What is held under the token of a form, but for what its writer leaves out; nothing under one made elsewhere."""
    secret = tokens.tray_of(token, now)
    if not secret:
        return Tray(refused=[_gone()] if token else [])
    rows = HeldPhoto.objects.filter(tray_hash=tokens.digest(secret), held_at__gt=now - HELD_FOR)
    unwanted = {UUID(one) for one in leave_out if _is_uuid(one)}
    if unwanted:
        rows.filter(public_id__in=unwanted).delete()
    return Tray(token, list(rows.order_by("pk")))


def _gone() -> str:
    return _("The photos were kept for two hours; please choose them once more.")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def hold(before: Tray, photos: list[tuple[str, bytes]], *, most: int, place: str, now: datetime) -> Tray:
    """Hold what was sent along with a form that comes back; what is not held is named with the reason."""
    token = before.token if before.token and tokens.tray_of(before.token, now) else tokens.tray(now)
    where = blind_index.of(place, "web.place")
    held, refused = list(before.photos), list(before.refused)
    for name, content in photos:
        try:
            if len(held) >= most:
                raise Refused(_("more than are sent at once"))
            row = _hold(token, where, name, content, place, now)
            held += [row] if row.pk not in {one.pk for one in held} else []
        except Refused as refusal:
            refused.append(f"{name[:80]}: {refusal.message}")
    return Tray(token, held, refused)


def _hold(token: str, where: bytes, name: str, content: bytes, place: str, now: datetime) -> HeldPhoto:
    fresh = HeldPhoto.objects.filter(held_at__gt=now - HELD_FOR)
    full = fresh.filter(place_index=where).count() >= MOST_OF_A_PLACE
    if full or (fresh.aggregate(size=Sum("size"))["size"] or 0) >= MOST_BYTES:
        raise Refused(_("there is no room for it at the moment; please choose it once more"))
    seen = looked_at(name, content, place=place, now=now)
    if seen.reading.width is None:
        raise Refused(_("only photos are kept; please choose it once more"))
    row, _made = HeldPhoto.objects.get_or_create(
        tray_hash=tokens.digest(tokens.tray_of(token, now)),
        digest=seen.digest,
        defaults={
            "place_index": where,
            "name": seen.name,
            "content_type": seen.reading.content_type,
            "width": seen.reading.width,
            "height": seen.reading.height,
            "size": len(seen.reading.full),
            "full": base64.b64encode(seen.reading.full).decode(),
            "small": base64.b64encode(seen.reading.small).decode(),
            "held_at": now,
        },
    )
    return row


def looked_at(name: str, content: bytes, *, place: str, now: datetime) -> attachments.Seen:
    """Look into a file of a stranger, which costs us more than him: so many from one place an hour, good or bad."""
    try:
        throttles.count("photos", f"from:{place}", now=now)
    except TooMany as error:
        raise Refused(_("too many photos came from here; please send it in an hour")) from error
    return attachments.look_at(name, content)


def seen(row: HeldPhoto) -> attachments.Seen:
    """A held photo as it goes on a case: drawn once, not a second time."""
    reading = Reading(
        content_type=row.content_type,
        full=base64.b64decode(row.full),
        small=base64.b64decode(row.small),
        width=row.width,
        height=row.height,
    )
    return attachments.Seen(row.name, reading, row.digest)


def let_go(photos: list[HeldPhoto]) -> None:
    """They are where they belong."""
    HeldPhoto.objects.filter(pk__in=[one.pk for one in photos]).delete()


def sweep(*, now: datetime, limit: int = 1_000) -> int:
    """Drop what nobody came back for; how many."""
    old = HeldPhoto.objects.filter(held_at__lte=now - HELD_FOR).order_by("pk")
    keys = list(old.values_list("pk", flat=True)[:limit])
    HeldPhoto.objects.filter(pk__in=keys).delete()
    return len(keys)
