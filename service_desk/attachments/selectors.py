"""Reading the files of a case."""

import base64
from dataclasses import dataclass

from crm.errors import NotFound
from service_desk.attachments.models import Attachment, AttachmentPart, Part, Stage
from service_desk.cases import hanging


@dataclass(frozen=True)
class FileSet:
    """One of the three sets, oldest first."""

    stage: str
    label: str
    files: list[Attachment]


def files_of(case) -> list[Attachment]:
    """All files of a case that were not removed, oldest first; their bytes are not read."""
    rows = hanging.of(case, Attachment).filter(removed_at=None).select_related("added_by")
    return list(rows.order_by("id"))


def sets_of(case) -> list[FileSet]:
    """The three sets, the empty ones too, in one query."""
    files = files_of(case)
    return [
        FileSet(stage.value, str(stage.label), [row for row in files if row.stage == stage])
        for stage in Stage
    ]


def bytes_of(row: Attachment, part: str = Part.FULL) -> bytes:
    """What is kept of a file, opened; a document has no small picture."""
    found = AttachmentPart.objects.filter(attachment=row, part=part).values_list("content", flat=True).first()
    if found is None:
        raise NotFound()
    return base64.b64decode(found)
