"""What a warranty part said before, read from the audit trail, which keeps each change and is never rewritten."""

from dataclasses import dataclass
from datetime import datetime

from crm.audit.models import AuditEntry

from .models import WarrantyPart

VERB = "warranty.edit_part"
MOST = 50


@dataclass(frozen=True)
class Past:
    """How the part stood before one change: `number` names the change, `said` what it said of all its fields."""

    number: int
    until: datetime
    changed_by: object
    said: dict

    @property
    def length(self) -> int:
        return self.said["length"]

    @property
    def legal_minimum(self) -> int:
        return self.said["legal_minimum"]


def past_of(part: WarrantyPart, fields: tuple[str, ...]) -> list[Past]:
    """The earlier states, the latest first: each change is taken back from the one after it. One query."""
    rows = AuditEntry.objects.filter(subject_type=part._meta.label_lower, subject_id=str(part.pk), verb=VERB)
    said = {name: getattr(part, name) for name in fields}
    found = []
    for row in rows.select_related("actor").order_by("-at", "-id")[:MOST]:
        said = said | {name: value for name, value in (row.before or {}).items() if name in fields}
        found.append(Past(row.pk, row.at, row.actor, said))
    return found
