"""API tokens: 256 random bits, of which only a SHA-256 is kept.

A slow hash protects weak secrets from guessing; these are not weak, and a slow one would cost each request
200 ms. The digest is unique and indexed, so the look-up is one query and compares nothing in Python.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from crm.accounts.models import ApiToken, Grant, User
from crm.audit import services as audit
from crm.reading import columns, instances

PREFIX = "ds_"
SHOWN = 11  # characters of the secret that the pages show to tell tokens apart
USED_STEP = timedelta(minutes=10)  # how exact `last_used_at` is; each request would be a write otherwise


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@transaction.atomic
def issue(actor: User, user: User, *, name: str, now: datetime, expires_at: datetime | None = None):
    """A new token for the user: the row, and the secret, which is never to be had again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        shown=secret[:SHOWN],
        digest=_digest(secret),
        created_at=now,
        expires_at=expires_at,
    )
    audit.record(actor, "tokens.issue", token, now=now, after={"user": user.username, "name": name})
    return token, secret


@transaction.atomic
def revoke(actor: User, token: ApiToken, *, now: datetime) -> None:
    """End a token at once; ending it twice is ending it once."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        audit.record(actor, "tokens.revoke", token, now=now)


def find(secret: str, *, now: datetime) -> ApiToken | None:
    """The living token with this secret, its user with it; None for unknown, ended, expired alike."""
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    token = _with_user_and_grants(_digest(secret))
    if token is None or not token.user.is_active or (token.expires_at and token.expires_at <= now):
        return None
    if token.last_used_at is None or now - token.last_used_at > USED_STEP:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


READ = (ApiToken, User, Grant)
FIND = f"""
    SELECT {columns(*READ)} FROM accounts_apitoken
    JOIN accounts_user ON accounts_user.id = accounts_apitoken.user_id
    LEFT JOIN accounts_grant ON accounts_grant.user_id = accounts_user.id
    WHERE accounts_apitoken.digest = %s AND accounts_apitoken.revoked_at IS NULL
    ORDER BY accounts_grant.id
"""  # noqa: S608  names of our own columns


def _with_user_and_grants(digest: bytes) -> ApiToken | None:
    """The token, its user and the user's grants in one statement: each request of the API begins with it."""
    rows = instances(READ, FIND, [digest])
    if not rows:
        return None
    token, user, _grant = rows[0]
    user.held_grants = [grant for _token, _user, grant in rows if grant.pk]
    token.user = user
    return token


def held_by(user: User):
    """The user's living tokens, newest first."""
    return user.tokens.filter(revoked_at=None).order_by("-created_at")
