"""The versions of a warranty part, read from the audit trail, which keeps each change and is never rewritten."""

from dataclasses import dataclass
from datetime import datetime

from crm.audit.models import AuditEntry

from .models import WarrantyPart

FIELDS = ("name", "names", "basis", "words", "length", "legal_minimum", "position")
ADDED, EDITED = "warranty.add_part", "warranty.edit_part"


@dataclass(frozen=True)
class PartVersion:
    """How a part stood from a moment on: `said` is what it said of all its fields."""

    version: int
    made_at: datetime | None
    made_by: object
    because: str
    said: dict


def versions_of(part: WarrantyPart) -> list[PartVersion]:
    """The versions, the newest first: each change is taken back from the one after it. One query."""
    rows = AuditEntry.objects.filter(
        subject_type=part._meta.label_lower, subject_id=str(part.pk), verb__in=(ADDED, EDITED)
    )
    rows = list(rows.select_related("actor").order_by("-at", "-id"))
    edits = [row for row in rows if row.verb == EDITED]
    said, found = {name: getattr(part, name) for name in FIELDS}, []
    for number, row in zip(range(len(edits) + 1, 1, -1), edits, strict=True):
        found.append(PartVersion(number, row.at, row.actor, row.because, said))
        said = said | {name: value for name, value in (row.before or {}).items() if name in FIELDS}
    added = next((row for row in rows if row.verb == ADDED), None)
    first = (added.at, added.actor) if added else (None, None)
    return [*found, PartVersion(1, *first, "", said)]
