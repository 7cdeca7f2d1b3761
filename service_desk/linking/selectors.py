"""Reading what a case has to do with others."""

from dataclasses import dataclass

from django.db.models import Q

from crm.accounts.permissions import projects_for
from service_desk.cases import hanging
from service_desk.cases.models import Case
from service_desk.cases.states import OPEN, CaseStatus
from service_desk.linking.models import CaseLink, CaseMerge, LinkKind

SHOWN = 50


@dataclass(frozen=True)
class Kin:
    """What one case has to do with others, as its page shows it."""

    merged: CaseMerge | None
    taken_in: list[CaseMerge]
    parent: CaseLink | None
    children: list[CaseLink]
    related: list[tuple[CaseLink, object]]

    @property
    def is_empty(self) -> bool:
        return not (self.merged or self.taken_in or self.parent or self.children or self.related)


def goes_on_as(case):
    """Where what is said to this case belongs now: the case itself, or the one it was merged into, however often."""
    seen = {case.pk}
    while case.status == CaseStatus.MERGED and case.merged_into_id not in (None, *seen):
        rows = Case.objects.select_related("owner", "home", "project__city")
        case = rows.get(pk=case.merged_into_id)
        seen.add(case.pk)
    return case


def standing_links():
    return CaseLink.objects.filter(ended_at=None)


def children_of(case) -> list[CaseLink]:
    """The standing links to the children of a case, oldest first."""
    rows = standing_links().filter(upper=case, kind=LinkKind.CHILD)
    return list(rows.select_related("lower__owner", "lower__home", "lower__assignee").order_by("id"))


def parent_of(case) -> CaseLink | None:
    """The standing link to the parent of a case."""
    rows = standing_links().filter(lower=case, kind=LinkKind.CHILD)
    return rows.select_related("upper").first()


def blocking_children(case) -> list[str]:
    """The numbers of the open children for which the parent has to wait."""
    rows = standing_links().filter(upper=case, kind=LinkKind.CHILD, blocks=True, lower__status__in=OPEN)
    return list(rows.order_by("lower__number").values_list("lower__number", flat=True))


def kin_of(case, *, reader) -> Kin:
    """Two queries: the merges and the links of a case. What leads to a case that he may not read is left out: a merge
    stays in one project, a link does not."""
    around = Q(gone=case) | Q(kept=case)
    merges, links = [], []
    if not hanging.has_none(case, CaseMerge, "gone", "kept"):
        found = CaseMerge.objects.filter(around, undone_at=None).select_related("gone", "kept", "by")
        merges = list(found.order_by("-id")[:SHOWN])
    rows = standing_links().filter(Q(upper=case) | Q(lower=case)).select_related("upper", "lower", "by")
    if not reader.unrestricted:
        his = projects_for(reader, "cases.view")
        rows = rows.filter(upper__project__in=his, lower__project__in=his)
    if not hanging.has_none(case, CaseLink, "upper", "lower"):
        links = list(rows.order_by("id")[: 2 * SHOWN])
    parts = [row for row in links if row.kind == LinkKind.CHILD]
    others = [row for row in links if row.kind == LinkKind.RELATED]
    return Kin(
        merged=next((row for row in merges if row.gone_id == case.pk), None),
        taken_in=[row for row in merges if row.kept_id == case.pk],
        parent=next((row for row in parts if row.lower_id == case.pk), None),
        children=[row for row in parts if row.upper_id == case.pk],
        related=[(row, row.lower if row.upper_id == case.pk else row.upper) for row in others],
    )
