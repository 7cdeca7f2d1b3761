"""Keeping a mail as it came, before anybody looks at it; and giving the bytes back."""

import base64
import hashlib
import zlib
from datetime import datetime

from django.db import transaction

from crm.inserting import insert_unless_taken, next_key
from service_desk.channels.mail.models import IncomingMail, Mailbox, RawMailPart

LARGEST = 30 * 1024 * 1024  # bytes of a mail that are kept whole
BEGINNING = 256 * 1024  # what is kept of a larger one
PIECE = 256 * 1024


@transaction.atomic
def keep(
    mailbox: Mailbox,
    data: bytes,
    *,
    now: datetime,
    size: int | None = None,
    digest: bytes | None = None,
    uid: int | None = None,
    uid_validity: int | None = None,
) -> tuple[IncomingMail, bool]:
    """The row of this mail, and whether it is new. The same bytes in the same mailbox are one mail, however often
    they are brought; a unique index says so, not a look before. `size` is the true one where `data` is a beginning;
    `digest` names a mail of which we have not the bytes.
    """
    size = len(data) if size is None else size
    digest = digest or hashlib.sha256(data if size == len(data) else data + b"%d" % size).digest()
    if size > LARGEST:
        data = data[:BEGINNING]
    row = IncomingMail(
        pk=next_key(IncomingMail),
        mailbox=mailbox,
        uid=uid,
        uid_validity=uid_validity,
        digest=digest,
        size=size,
        arrived_at=now,
    )
    if not insert_unless_taken(row):
        return _known(mailbox, digest, uid_validity, uid), False
    _keep_bytes(row, data)
    return row, True


def _keep_bytes(row: IncomingMail, data: bytes) -> None:
    packed = base64.b64encode(zlib.compress(data, 6)).decode()
    pieces = [packed[at : at + PIECE] for at in range(0, len(packed), PIECE)] or [""]
    RawMailPart.objects.bulk_create(
        [RawMailPart(mail=row, position=number, content=piece) for number, piece in enumerate(pieces)],
        batch_size=20,
    )


@transaction.atomic
def replace(mail: IncomingMail, data: bytes) -> None:
    """Keep the whole mail where only its beginning was."""
    RawMailPart.objects.filter(mail=mail).delete()
    _keep_bytes(mail, data[:LARGEST])
    mail.size = len(data)
    mail.save(update_fields=["size"])


def _known(mailbox: Mailbox, digest: bytes, uid_validity, uid) -> IncomingMail:
    rows = IncomingMail.objects.filter(mailbox=mailbox)
    found = rows.filter(digest=digest).first()
    return found or rows.get(uid_validity=uid_validity, uid=uid)


def raw(mail: IncomingMail) -> bytes:
    """The mail as it came; nothing where its time was over."""
    pieces = RawMailPart.objects.filter(mail=mail).order_by("position")
    packed = "".join(pieces.values_list("content", flat=True))
    return zlib.decompress(base64.b64decode(packed)) if packed else b""
