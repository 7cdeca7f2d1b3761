"""Reads of handovers: appointments, checklists, findings that wait to be fixed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q

from crm.reading import how_many

from .models import ChecklistItem, Finding, Handover, ItemResult
from .states import HandoverStatus, Looked

_AT_HAND = ("home__project__city", "home__building", "owner", "conducted_by")


def handovers_listed(user, *, status="", project=None):
    """Handovers a user may see, each with its open findings counted, to be paged by keyset."""
    rows = Handover.objects.visible_to(user).select_related(*_AT_HAND)
    if status:
        rows = rows.filter(status=status)
    if project is not None:
        rows = rows.filter(home__project=project)
    return rows.annotate(open_findings=_open_findings())


def _open_findings():
    return how_many(Finding.objects.filter(handover=OuterRef("pk"), fixed_on=None))


def findings_listed(user, *, project=None, overdue_on: date | None = None):
    """Findings that wait to be fixed, to be paged by keyset in the order of what is due."""
    rows = Finding.objects.visible_to(user).filter(fixed_on=None)
    rows = rows.select_related("handover__home__project__city", "handover__owner", "part", "item")
    if project is not None:
        rows = rows.filter(project=project)
    return rows.filter(due_on__lt=overdue_on) if overdue_on else rows


@dataclass(frozen=True)
class Seen:
    """An item of a checklist with what was seen, and the finding it led to."""

    item: ChecklistItem
    result: ItemResult | None
    finding: Finding | None

    @property
    def looked(self) -> str:
        return self.result.looked if self.result else ""


def inspection_of(handover: Handover) -> list[tuple[str, list[Seen]]]:
    """The checklist room by room with what was seen: three queries.

    Items retired since belong to it only where they were looked at.
    """
    results = {row.item_id: row for row in handover.results.all()}
    findings = {row.item_id: row for row in handover.findings.filter(item__isnull=False)}
    wanted = Q(retired=False) | Q(pk__in=results)
    if not handover.is_open:
        wanted = Q(pk__in=results)
    items = ChecklistItem.objects.filter(home_type=handover.home.type).filter(wanted).select_related("part")
    rooms: dict[str, list[Seen]] = {}
    for item in items.order_by("position", "pk"):
        rooms.setdefault(item.room_label, []).append(Seen(item, results.get(item.pk), findings.get(item.pk)))
    return list(rooms.items())


def counted(rooms) -> dict[str, int]:
    """How many items are all right, defect, not checked, not looked at yet."""
    counts = {"ok": 0, "defect": 0, "not_checked": 0, "": 0}
    for _room, items in rooms:
        for seen in items:
            counts[seen.looked] += 1
    return {"all": sum(counts.values()), "open": counts.pop(""), **counts}


def findings_of(handover: Handover) -> list[Finding]:
    rows = handover.findings.select_related("part", "fixed_by", "item")
    return list(rows.order_by("fixed_on", "due_on", "pk"))


def handovers_of_home(home) -> list[Handover]:
    rows = home.handovers.select_related("owner", "conducted_by").annotate(open_findings=_open_findings())
    return list(rows.order_by("-appointment_at"))


def handovers_ahead(user, owner) -> list[Handover]:
    """What an owner's handovers still ask for: an appointment to come, findings not fixed. One query."""
    rows = Handover.objects.visible_to(user).filter(owner=owner).select_related(*_AT_HAND)
    rows = rows.annotate(open_findings=_open_findings())
    return list(
        rows.filter(Q(status=HandoverStatus.PLANNED) | Q(open_findings__gt=0)).order_by(
            "appointment_at", "pk"
        )
    )


def items_of(home_type: str) -> list[ChecklistItem]:
    """The checklist of a type of home as it is edited: retired items at the end."""
    rows = ChecklistItem.objects.filter(home_type=home_type).select_related("part")
    return list(rows.order_by("retired", "position", "pk"))


def handovers_told(user, owner):
    """An owner's handovers that have ended, to be read by the moment."""
    rows = Handover.objects.visible_to(user).filter(owner=owner).exclude(status=HandoverStatus.PLANNED)
    return rows.select_related("home", "conducted_by")


LOOKED = Looked.choices
