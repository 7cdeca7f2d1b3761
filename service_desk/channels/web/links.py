"""Drawing the links of a case: to see where it stands, and the owner's own. Of their secrets only hashes are kept."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from service_desk.cases.models import Case
from service_desk.channels.web import tokens
from service_desk.channels.web.models import OwnerLink, Purpose

FOLLOWED_FOR, OWNED_FOR = timedelta(days=400), timedelta(days=90)


def draw_link(case: Case, purpose: str, *, now: datetime) -> str:
    """The secret of a new link to a case; it is kept nowhere but in the letter that carries it."""
    token, hashed = tokens.draw()
    lasts = FOLLOWED_FOR if purpose == Purpose.FOLLOW else OWNED_FOR
    OwnerLink.objects.create(
        case=case, purpose=purpose, token_hash=hashed, made_at=now, expires_at=now + lasts
    )
    return token


def address_of(token: str, purpose: str) -> str:
    """The whole address of a link, as it stands in a message."""
    name = "desk:follow" if purpose == Purpose.FOLLOW else "desk:own_case"
    return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=[token])
