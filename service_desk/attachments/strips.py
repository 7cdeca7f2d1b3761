"""The photos of cases in the lists of who goes there: how it was before, how it is after; small, for a telephone."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from service_desk.attachments.models import Attachment, Stage

SHOWN = 3  # of each set, the newest; the rest is a tap away


@dataclass
class Strip:
    """Of one case: the newest photos of the problem and of the result, oldest first, and how many more there are."""

    before: list[Attachment] = field(default_factory=list)
    after: list[Attachment] = field(default_factory=list)

    @property
    def sets(self) -> list[tuple[str, list[Attachment], int]]:
        """(label, photos, how many are not shown) of each set that has any."""
        named = ((Stage.PROBLEM.label, self.before), (Stage.RESULT.label, self.after))
        return [(label, rows[-SHOWN:], max(0, len(rows) - SHOWN)) for label, rows in named if rows]


def strips_of(cases: Iterable) -> dict[int, Strip]:
    """By the key of the case, for each of them; one query whatever their number, and no bytes."""
    found = {case.pk: Strip() for case in cases}
    rows = Attachment.objects.filter(case__in=found, removed_at=None, width__isnull=False)
    for row in rows.filter(stage__in=[Stage.PROBLEM, Stage.RESULT]).order_by("id"):
        strip = found[row.case_id]
        (strip.before if row.stage == Stage.PROBLEM else strip.after).append(row)
    return found
