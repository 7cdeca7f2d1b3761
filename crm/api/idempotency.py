"""`Idempotency-Key`: whoever asks twice with one key gets one effect and the same answer.

The key's row is inserted first, in the transaction of the effect. A concurrent twin waits on the unique
index, for a while, and then gets the stored answer; if the first is refused or crashes, its row goes with
the effect and the twin is the first.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from crm import clock
from crm.api.models import IdempotencyKey
from crm.errors import DoorstepError, Refused
from crm.privacy import cipher, keys

HEADER = "Idempotency-Key"
WAIT_MS = 5_000  # how long a twin waits for the first before it is told to come again
KEPT = timedelta(days=7)
LONGEST = 200
CONTEXT = "api.idempotency"
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Content-Language")


class StillRunning(DoorstepError):
    status, code = 409, "still_running"
    message = _("The same request is still being worked on. Please ask again in a moment.")


class KeyReused(DoorstepError):
    status, code = 422, "key_reused"
    message = _("This idempotency key was used for a different request.")


def key_of(request) -> str:
    """The request's key, or empty."""
    key = request.headers.get(HEADER, "").strip()
    if len(key) > LONGEST or not key.isprintable():
        raise Refused(fields={HEADER: _("At most 200 printable characters.")})
    return key


def once(request, key: str, act):
    """Run `act() -> rendered response` once for this actor and key, or give the stored answer.

    1. Insert the key; a twin in flight makes us wait here.
    2. Inserted: act, keep the answer, commit both. A refusal rolls both back.
    3. Not inserted: compare the request, give the stored answer.
    """
    user = request.user
    claim = {
        "actor": f"user:{user.pk}" if user.is_authenticated else "anyone",
        "key": key,
        "method": request.method,
        "path": request.get_full_path()[:500],
        "body_hash": fingerprint(request),
    }
    with transaction.atomic():
        row_id = _claim(claim, clock.now())
        if row_id is None:
            return _replay(claim)
        response = act()
        if response.status_code >= 400:
            transaction.set_rollback(True)
            return response
        _keep(row_id, response)
        return response


def _keep(row_id: int, response) -> None:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    kept = [response.status_code, cipher.encrypt_bytes(response.content, CONTEXT), Jsonb(headers), row_id]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, kept)


KEEP = "UPDATE api_idempotencykey SET status = %s, response = %s, headers = %s WHERE id = %s"
# The patience is for the key alone, so it is set before the insert waits and set back after it, in one statement:
# each piece takes its row from the one before.
CLAIM = """
    WITH before AS MATERIALIZED (SELECT current_setting('lock_timeout') AS patience),
    ours AS MATERIALIZED (SELECT set_config('lock_timeout', %s, true) FROM before),
    claimed AS (
        INSERT INTO {table} ({names}) SELECT {marks} FROM ours
        ON CONFLICT (actor, key) DO NOTHING RETURNING id
    )
    SELECT claimed.id, set_config('lock_timeout', before.patience, true)
    FROM before LEFT JOIN claimed ON true
"""


def _claim(claim: dict, now: datetime) -> int | None:
    columns = {**claim, "headers": Jsonb({}), "created_at": now}
    statement = CLAIM.format(
        table=IdempotencyKey._meta.db_table, names=", ".join(columns), marks=", ".join(["%s"] * len(columns))
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, [f"{WAIT_MS}ms", *columns.values()])
            return cursor.fetchone()[0]
    except OperationalError as exc:
        if getattr(exc.__cause__, "sqlstate", "") == "55P03":  # lock_not_available
            raise StillRunning from exc
        raise


def _replay(claim: dict) -> HttpResponse:
    row = IdempotencyKey.objects.filter(actor=claim["actor"], key=claim["key"]).first()
    if row is None or row.status is None:
        raise StillRunning
    if (row.method, row.path, bytes(row.body_hash)) != (claim["method"], claim["path"], claim["body_hash"]):
        raise KeyReused
    response = HttpResponse(cipher.decrypt_bytes(row.response, CONTEXT), status=row.status)
    for name, value in row.headers.items():
        response[name] = value
    response["Idempotent-Replay"] = "true"
    return response


def fingerprint(request) -> bytes:
    """What was asked, as a keyed hash: a plain one of a body with a password could be guessed back.

    Forms are taken by their parts, because each retry draws a new boundary.
    """
    digest = hmac.new(keys.index_key(), digestmod=hashlib.sha256)
    if not (request.content_type or "").startswith("multipart/"):
        digest.update(request.body)
        return digest.digest()
    for name in sorted(request.POST):
        for value in request.POST.getlist(name):
            digest.update(f"{name}\0{value}\0".encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            digest.update(f"{name}\0{file.name}\0".encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.digest()


def forget(*, now: datetime) -> int:
    """Drop answers that nobody will ask for again."""
    count, _kinds = IdempotencyKey.objects.filter(created_at__lt=now - KEPT).delete()
    return count
