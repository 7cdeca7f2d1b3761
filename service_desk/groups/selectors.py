"""Reading proposals and groups: the inbox, one of each with its picture, what a case and a call should show."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from crm.accounts.permissions import where_may
from crm.reading import how_many
from owners.homes.selectors import picture_of
from service_desk.cases import hanging
from service_desk.cases.access import readable_cases
from service_desk.cases.states import OPEN
from service_desk.groups import gathering, standing
from service_desk.groups.models import CaseGroup, GroupProposal, GroupRule, ProposalMember
from service_desk.groups.services import language_of, members_of
from service_desk.groups.states import UNDECIDED, ProposalStatus
from service_desk.linking.models import CaseLink, LinkKind

SHOWN = ("project", "phase", "building", "entrance")
PAGE, GRIDS = 50, 4


def proposals(user, *, status: str = ProposalStatus.WAITING):
    """Proposals in scope of one status, for a keyset page, the one that last grew first.

    What waits is listed while one of its cases is open: with the last of them there is nothing left to bundle, until
    another home reports the same and the proposal grows.
    """
    rows = where_may(GroupProposal.objects.filter(status=status), user, "groups.view")
    if status in UNDECIDED:
        still = ProposalMember.objects.filter(proposal=OuterRef("pk"), case__status__in=OPEN)
        rows = rows.filter(Exists(still))
    rows = rows.select_related(*SHOWN, "rule", "group__master", "decided_by")
    return rows.annotate(cases=how_many(ProposalMember.objects.filter(proposal=OuterRef("pk"))))


def members_of_proposal(proposal) -> list[ProposalMember]:
    rows = proposal.members.select_related("case__owner", "case__assignee", "home", "case__project")
    return list(rows.order_by("home__number_key", "case__received_at", "pk"))


def groups(user):
    """Groups in scope, for a keyset page, the newest first; how many members each has and how many are open."""
    children = CaseLink.objects.filter(upper=OuterRef("master"), kind=LinkKind.CHILD, ended_at=None)
    rows = where_may(CaseGroup.objects.all(), user, "groups.view")
    rows = rows.select_related(*SHOWN, "master__assignee")
    return rows.annotate(
        members=how_many(children), open_members=how_many(children.filter(lower__status__in=OPEN))
    )


@dataclass(frozen=True)
class GroupPage:
    """What the page of one group shows."""

    members: list
    open_members: int
    homes: int
    languages: Counter
    grids: list
    statements: list
    proposals: list


def group_page(group) -> GroupPage:
    """A group with members, statements and the buildings it touches: a fixed number of queries."""
    members = list(members_of(group))
    still = [case for case in members if case.status in OPEN]
    statements = group.statements.select_related("by").prefetch_related("copies").order_by("-id")[:PAGE]
    waiting = group.proposals.filter(status=ProposalStatus.WAITING).annotate(cases=Count("members"))
    return GroupPage(
        members=members,
        open_members=len(still),
        homes=len({case.home_id for case in members}),
        languages=Counter(language_of(case) for case in still),
        grids=grids_of([(case.home, case.status in OPEN) for case in members if case.home_id]),
        statements=[(row, Counter(copy.outcome for copy in row.copies.all())) for row in statements],
        proposals=list(waiting),
    )


def copies_of(statement):
    rows = statement.copies.select_related("case__owner", "case__home")
    return list(rows.order_by("case__home__number_key", "pk"))


def grids_of(marked) -> list[dict]:
    """The buildings in which most of these homes stand, as pictures; `marked` are (home, whether still open)."""
    by_building = Counter(home.building for home, _open in marked)
    state = {}
    for home, still in marked:
        state[home.pk] = state.get(home.pk, False) or still
    return [
        {"building": building, "picture": picture_of(building), "state": state, "count": count}
        for building, count in by_building.most_common(GRIDS)
    ]


def group_of(case) -> CaseGroup | None:
    """The group this case is the master or a member of."""
    if hanging.has_none(case, CaseGroup, "master") and hanging.has_none(case, CaseLink, "lower"):
        return None
    link = CaseLink.objects.filter(lower=case, kind=LinkKind.CHILD, ended_at=None).values("upper_id")
    rows = CaseGroup.objects.filter(Q(master=case) | Q(master__in=link)).select_related(*SHOWN, "master")
    return rows.first()


def waiting_proposal_of(case) -> GroupProposal | None:
    """The proposal that waits for a decision and names this case."""
    if hanging.has_none(case, ProposalMember):
        return None
    rows = GroupProposal.objects.filter(status=ProposalStatus.WAITING, members__case=case)
    return rows.select_related(*SHOWN, "rule").first()


@dataclass(frozen=True)
class Nearby:
    """What others reported of the same matter near a home, for whoever takes a call there."""

    matter: str
    homes: int
    days: int
    cases: list
    group: CaseGroup | None


def nearby(user, home, words: str, subject: str, *, now: datetime) -> Nearby | None:
    """How many other homes of this building reported the same within the window; None where none did."""
    if home is None or not (words.strip() or subject):
        return None
    _rule, detection = standing.in_force(now=now)
    matters = gathering.matters_said(words, subject, detection)
    days = detection.levels["building"]["days"]
    reports = [
        row
        for row in gathering.reports_of_building(home.building_id, detection, now=now)
        if row.home != home.pk and row.matters & matters and row.at >= now - timedelta(days=days)
    ]
    if not reports:
        return None
    told = Counter(matter for row in reports for matter in row.matters & matters)
    matter = told.most_common(1)[0][0]
    mine = [row for row in reports if matter in row.matters]
    cases = readable_cases(user).filter(pk__in=[row.case for row in mine]).select_related("home")
    standing_groups = CaseGroup.objects.filter(
        building=home.building_id, matter=matter, master__status__in=OPEN
    )
    return Nearby(
        matter=matter,
        homes=len({row.home for row in mine}),
        days=days,
        cases=list(cases.order_by("-received_at")[:5]),
        group=standing_groups.select_related("master").first(),
    )


def versions():
    return GroupRule.objects.select_related("written_by").order_by("-version")


def in_groups() -> Q:
    """The condition of the view "group complaints": masters first of all, and their members."""
    masters = CaseGroup.objects.values("master_id")
    parts = CaseLink.objects.filter(upper__in=masters, kind=LinkKind.CHILD, ended_at=None).values("lower_id")
    # One list of keys and not two joined by "or": the planner then begins with the few that there are.
    return Q(pk__in=masters.union(parts))
