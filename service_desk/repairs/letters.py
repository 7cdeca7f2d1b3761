"""What is written to an owner so that he chooses a time, and the token in his link."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from service_desk.cases.services.letters import write_to_owner

SALT = "repairs.choose"
OPEN_FOR = 21 * 86_400  # seconds


def token_of(call) -> str:
    return signing.dumps(str(call.public_id), salt=SALT)


def visit_in(token: str) -> str | None:
    """The visit that a link names, or None where the link is not ours or too old."""
    try:
        return signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None


def link_to(call) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('desk:choose_time', args=[token_of(call)])}"


def ask_for_time(actor, call, *, now: datetime) -> None:
    """The owner reads in his own language where he can choose; whoever cannot be written to is called.

    The link is for him alone: what the case keeps of the letter shows "…" in its place.
    """
    case, link = call.order.case, link_to(call)
    language = case.owner.language if case.owner_id else case.language
    with translation.override(language):
        body = _(
            "We would like to come for the repair at your home. Please choose the time that suits you: %(link)s\n\n"
            "If none of them does, answer this message or call us, and we find another."
        ) % {"link": link}
    write_to_owner(actor, case, body, secret=link, now=now)
