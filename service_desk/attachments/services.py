"""The only writers of files: add, word, remove, bring back."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit import services as audit
from crm.errors import IllegalMove, Refused
from service_desk.attachments import rules, wording
from service_desk.attachments.access import must_be_his
from service_desk.attachments.models import Attachment, AttachmentPart, Part, Stage
from service_desk.attachments.reading import Reading, read
from service_desk.cases.services.moves import fit, locked, remember
from service_desk.cases.terms import Verb


@dataclass(frozen=True)
class Seen:
    """A file that was looked into and may be kept: as it was drawn anew, with the digest of how it came."""

    name: str
    reading: Reading
    digest: str


def look_at(name: str, content: bytes) -> Seen:
    """Read a file that a stranger sent, before any lock is taken: what is hostile keeps nobody else waiting.

    Raises Refused with the reason why it may not be kept.
    """
    name, reading = _looked_at(rules.plain_name(name), content)
    return Seen(name, reading, hashlib.sha256(content).hexdigest())


def add(
    actor, case, *, stage: str, name: str, content: bytes, caption: str = "", now: datetime
) -> Attachment:
    """Add a file to one of the sets of a case; the same file sent twice is one. Raises Refused with the reason."""
    _check_stage(stage)
    return keep(actor, case, stage=stage, seen=look_at(name, content), caption=caption, now=now)


def _check_stage(stage: str) -> None:
    if stage not in Stage.values:
        raise Refused(fields={"stage": _("Say whether it shows the problem, the proposal or the result.")})


@transaction.atomic
def keep(actor, case, *, stage: str, seen: Seen, caption: str = "", now: datetime) -> Attachment:
    """Put a file that was looked at on a case; the same file sent twice is one."""
    caption = caption.strip()
    _check_stage(stage)
    fit(Attachment, caption=caption)
    case = locked(case)
    standing = Attachment.objects.filter(case=case, removed_at=None)
    again = standing.filter(stage=stage, digest=seen.digest).first()
    if again is not None:
        return again
    if standing.count() >= rules.MOST_IN_A_CASE:
        raise Refused(fields={"file": wording.reason("many")}, code="file_many")
    row = _keep(actor, case, stage, seen, caption, now)
    _remember(actor, row, Verb.FILED, now)
    return row


def _looked_at(name: str, content: bytes) -> tuple[str, Reading]:
    """The name to keep and what is inside, or the reason why not."""
    code = (
        "empty" if not content else "large" if len(content) > rules.LARGEST else rules.wrong_with_name(name)
    )
    reading = Reading(refused=code) if code else read(content)
    if not reading.refused and not rules.fits(name, reading.content_type):
        reading = Reading(refused="name")
    if reading.refused:
        sentence = wording.reason(reading.refused)
        raise Refused(sentence, fields={"file": sentence}, code=f"file_{reading.refused}")
    return rules.shown_name(name, reading.content_type), reading


def _keep(actor, case, stage, seen: Seen, caption, now) -> Attachment:
    reading = seen.reading
    row = Attachment.objects.create(
        case=case,
        stage=stage,
        name=seen.name,
        content_type=reading.content_type,
        size=len(reading.full),
        width=reading.width,
        height=reading.height,
        digest=seen.digest,
        caption=caption,
        added_by=actor,
        added_at=now,
    )
    parts = {Part.FULL: reading.full, Part.THUMB: reading.small}
    AttachmentPart.objects.bulk_create(
        AttachmentPart(attachment=row, part=part, content=base64.b64encode(content).decode())
        for part, content in parts.items()
        if content
    )
    return row


def _remember(actor, row: Attachment, verb: str, now: datetime) -> None:
    detail = {"attachment": str(row.public_id), "stage": row.stage}
    remember(row.case, by=actor, verb=verb, detail=detail, now=now, came_from=row.case.status)


def _held(row: Attachment) -> Attachment:
    """The file with its case, the case first, as everywhere."""
    case = locked(row.case)
    row = Attachment.objects.select_for_update(no_key=True).get(pk=row.pk)
    row.case = case
    return row


@transaction.atomic
def word(actor, row: Attachment, *, caption: str, now: datetime) -> Attachment:
    """Say what a file shows."""
    must_be_his(actor, row)
    fit(Attachment, caption=caption.strip())
    row = _held(row)
    row.caption = caption.strip()
    row.save(update_fields=["caption"])
    audit.record(actor, "attachments.worded", row, now=now)
    return row


@transaction.atomic
def remove(actor, row: Attachment, *, now: datetime) -> Attachment:
    """Take a file away; it can be brought back."""
    must_be_his(actor, row)
    row = _held(row)
    if row.removed_at is not None:
        raise IllegalMove(_("This file has been removed already."))
    row.removed_at, row.removed_by = now, actor
    row.save(update_fields=["removed_at", "removed_by"])
    _remember(actor, row, Verb.UNFILED, now)
    return row


@transaction.atomic
def bring_back(actor, row: Attachment, *, now: datetime) -> Attachment:
    """Undo a removal, unless the same file has been added again since."""
    must_be_his(actor, row)
    row = _held(row)
    if row.removed_at is None:
        raise IllegalMove(_("This file has not been removed."))
    twin = Attachment.objects.filter(
        case=row.case, stage=row.stage, digest=row.digest, removed_at=None
    ).first()
    if twin is not None:
        return twin
    row.removed_at = row.removed_by = None
    row.save(update_fields=["removed_at", "removed_by"])
    _remember(actor, row, Verb.FILED, now)
    return row
