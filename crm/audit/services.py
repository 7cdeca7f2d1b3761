import hashlib
import hmac
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from crm.audit.models import AuditAnchor, AuditEntry, AuditLink
from crm.embedded import locations


def record(
    actor, verb: str, subject, *, now: datetime, before=None, after=None, because: str = ""
) -> AuditEntry:
    """Append one entry about `subject` (a model instance), inside the caller's transaction.

    The caller gives references, states and digests in `before` and `after`, never personal data in clear. The
    entry gets its place in the chain when the transaction commits.
    """
    row = entry(actor, verb, subject, now=now, before=before, after=after, because=because)
    row.save(force_insert=True)
    return row


def entry(
    actor, verb: str, subject, *, now: datetime, before=None, after=None, because: str = ""
) -> AuditEntry:
    """As `record`, but not written yet: for callers that insert several rows at once."""
    return AuditEntry(
        at=now,
        actor=actor,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=_label(subject),
        before=before,
        after=after,
        because=because,
    )


def _label(subject) -> str:
    """The public number, code or UUID by which people know the thing; never a name."""
    for attribute in ("number", "public_id", "code"):
        if value := getattr(subject, attribute, None):
            return str(value)[:80]
    return ""


@transaction.atomic
def anchor(*, now: datetime) -> AuditAnchor | None:
    """Sign the head of the chain, in the database and in a file beside it; None if nothing has been added since."""
    head = AuditLink.objects.order_by("-seq").first()
    if head is None or AuditAnchor.objects.filter(seq=head.seq).exists():
        return None
    digest = bytes(head.digest)
    signature = sign(head.seq, digest, now)
    row = AuditAnchor.objects.create(seq=head.seq, digest=digest, at=now, signature=signature)
    line = {"seq": head.seq, "digest": digest.hex(), "at": now.isoformat(), "signature": signature.hex()}
    path = anchor_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(json.dumps(line) + "\n")
    return row


def sign(seq: int, digest: bytes, at: datetime) -> bytes:
    """The signature of an anchor, by the key that is outside the database."""
    statement = f"{seq}:{digest.hex()}:{at.astimezone(UTC).isoformat()}".encode()
    return hmac.new(_key(), statement, hashlib.sha256).digest()


def _key() -> bytes:
    return (os.environ.get("DOORSTEP_AUDIT_KEY") or locations.secret(settings.VAR, "audit")).encode()


def anchor_file() -> Path:
    """Where anchors are kept outside the database; to be copied to another machine with the backups."""
    return Path(settings.VAR) / "audit" / "anchors.jsonl"
