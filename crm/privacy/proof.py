"""Proving once more who one is, before a masked value is uncovered in a session that has been open for long."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from crm.api import throttles
from crm.errors import Refused

KEY = "proved_at"


def is_fresh(request, now: datetime) -> bool:
    """Whether the session was begun, or its user proved himself, within the last minutes."""
    lasts = timedelta(minutes=settings.REVEAL_PROOF_MINUTES)
    written = request.session.get(KEY)
    moments = [parse_datetime(written) if written else None, request.user.last_login]
    return any(moment is not None and now - moment < lasts for moment in moments)


def require(request, password: str, now: datetime) -> None:
    """Take the password where the last proof is too old; Refused with the field `password` if it is not right."""
    if is_fresh(request, now):
        return
    if not password:
        raise Refused(fields={"password": _("You signed in long ago: your password, please.")})
    throttles.count("own_password", throttles.caller(request), now=now)
    if not request.user.check_password(password):
        raise Refused(fields={"password": _("That is not your password.")})
    request.session[KEY] = now.isoformat()
