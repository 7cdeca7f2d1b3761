"""Running the detector: around a case when it is registered, over whole projects at night; it only proposes.

What it finds becomes a proposal for people to decide. The same matter at the same place has one waiting proposal,
which grows; what was rejected comes back only with several further homes; a case that fits a standing group is
proposed to join it.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from crm.accounts.services import system_user
from crm.audit import services as audit
from crm.organisation.models import Project
from owners.homes.models import Building, Entrance
from service_desk.cases.states import OPEN
from service_desk.groups import gathering, rules, standing
from service_desk.groups.models import CaseGroup, GroupProposal, GroupScan, ProposalMember
from service_desk.groups.rules import Cluster
from service_desk.groups.states import UNDECIDED, ProposalStatus

AT_NIGHT = time(2, 30)
JOINS_WITHIN = timedelta(days=60)


@transaction.atomic
def look_around(actor, case, *, now: datetime) -> list[GroupProposal]:
    """Look whether a newly registered case makes several homes of its entrance or building; the proposals."""
    rule, detection = standing.in_force(now=now)
    if case.home_id is None or case.kind not in detection.kinds or case.home.building_id is None:
        return []
    building = case.home.building_id
    reports = gathering.reports_of_building(building, detection, now=now)
    homes_in = gathering.homes_in_building(building)
    near = {"entrance", "building"}
    reports = [_narrowed(report, near) for report in reports]
    usual = GroupScan.objects.filter(project=case.project).values_list("rates", flat=True).first()
    found = rules.detect(reports, detection, homes_in, usual)
    clusters = [row for row in found if case.pk in row.cases]
    return _take(actor, case.project, clusters, reports, rule, detection, now)


def _narrowed(report, levels):
    places = {level: place for level, place in report.places.items() if level in levels}
    return rules.Report(report.case, report.home, places, report.matters, report.at)


@transaction.atomic
def scan(actor, project, *, now: datetime) -> list[GroupProposal]:
    """Look through all of a project; the proposals that are new or have grown."""
    rule, detection = standing.in_force(now=now)
    reports = gathering.reports_of_project(project, detection, now=now)
    homes_in = gathering.homes_in_project(project)
    usual = rules.usual_rates(reports, homes_in)
    GroupScan.objects.filter(project=project).update(rates=usual)
    clusters = rules.detect(reports, detection, homes_in, usual)
    return _take(actor, project, clusters, reports, rule, detection, now)


def _take(actor, project, clusters, reports, rule, detection, now) -> list[GroupProposal]:
    home_of = {report.case: report.home for report in reports}
    grouped = gathering.parts_of_others(list(home_of))
    joining = _joins(actor, project, reports, grouped, rule, now)
    taken = grouped | {case for row in joining for case in row.fresh}
    made = [row.proposal for row in joining]
    for cluster in clusters:
        free = [case for case in cluster.cases if case not in taken]
        homes = frozenset(home_of[case] for case in free)
        if len(homes) >= min(cluster.needed, len(cluster.homes)):
            made.append(_propose(actor, project, cluster, free, home_of, rule, detection, now))
    return [row for row in made if row is not None]


def _place_of(project, cluster: Cluster) -> dict:
    """The columns of a place: the one that is meant, and what contains it."""
    place = {"project": project, "level": cluster.level, "phase_id": None}
    place |= {"building_id": None, "entrance_id": None}
    if cluster.level == "entrance":
        building = Entrance.objects.select_related("building").get(pk=cluster.place).building
        place |= {"entrance_id": cluster.place, "building_id": building.pk, "phase_id": building.phase_id}
    elif cluster.level == "building":
        building = Building.objects.get(pk=cluster.place)
        place |= {"building_id": building.pk, "phase_id": building.phase_id}
    elif cluster.level == "phase":
        place["phase_id"] = cluster.place
    return place


def _propose(actor, project, cluster, cases, home_of, rule, detection, now) -> GroupProposal | None:
    """A new proposal, or the waiting one grown; None where there is nothing new to say."""
    homes = frozenset(home_of[case] for case in cases)
    place = _place_of(project, cluster)
    alike = GroupProposal.objects.filter(project=project, matter=cluster.matter)
    waiting = alike.filter(status__in=UNDECIDED, group=None).select_for_update(no_key=True)
    for row in waiting.order_by("id"):
        known = set(row.members.values_list("case_id", flat=True))
        if known & set(cases) or _same_place(row, place):
            return _grow(actor, row, [case for case in cases if case not in known], home_of, now)
    rejected = [_homes_of(row) for row in alike.filter(status=ProposalStatus.REJECTED)]
    if not rules.worth_asking_again(homes, rejected, detection):
        return None
    row = GroupProposal.objects.create(
        **place,
        matter=cluster.matter,
        rule=rule,
        reasons=_reasons(cluster, detection),
        homes=len(homes),
        found_at=now,
        grown_at=now,
    )
    _add(row, cases, home_of, now)
    audit.record(actor, "groups.proposed", row, now=now, after={"homes": len(homes), "cases": len(cases)})
    return row


def _same_place(row: GroupProposal, place: dict) -> bool:
    return all(getattr(row, name) == value for name, value in place.items())


def _reasons(cluster: Cluster, detection) -> dict:
    """Why it was proposed, in figures that the page puts into words."""
    return {
        "needed": cluster.needed,
        "days": detection.levels[cluster.level]["days"],
        "of_homes": cluster.of_homes,
        "first": cluster.first.isoformat(),
        "last": cluster.last.isoformat(),
    }


def _homes_of(row: GroupProposal) -> frozenset:
    return frozenset(row.members.values_list("home_id", flat=True))


def _add(row: GroupProposal, cases, home_of, now) -> None:
    ProposalMember.objects.bulk_create(
        [ProposalMember(proposal=row, case_id=case, home_id=home_of[case], at=now) for case in cases]
    )


def _grow(actor, row: GroupProposal, fresh, home_of, now) -> GroupProposal | None:
    """Further cases of what waits already; one that was put off comes back to be seen."""
    if not fresh:
        return None
    _add(row, fresh, home_of, now)
    row.homes, row.grown_at = len(_homes_of(row)), now
    row.save(update_fields=["homes", "grown_at"])
    if row.status == ProposalStatus.LATER:
        _move_back(row)
    audit.record(actor, "groups.grown", row, now=now, after={"homes": row.homes, "cases": len(fresh)})
    return row


def _move_back(row: GroupProposal) -> None:
    row.status, row.later_until = ProposalStatus.WAITING, None
    row.save(update_fields=["status", "later_until"])


class _Join:
    def __init__(self, proposal, fresh):
        self.proposal, self.fresh = proposal, fresh


def _joins(actor, project, reports, grouped, rule, now) -> list[_Join]:
    """Cases that fit a standing group of the same matter and place: proposed to join it."""
    groups = CaseGroup.objects.filter(
        project=project, master__status__in=OPEN, formed_at__gte=now - JOINS_WITHIN
    )
    found = []
    for group in groups.select_related("master"):
        fits = [report for report in reports if report.case not in grouped and _fits(report, group)]
        known = set(ProposalMember.objects.filter(proposal__group=group).values_list("case_id", flat=True))
        past = set(
            ProposalMember.objects.filter(
                proposal__project=project, proposal__matter=group.matter, proposal__decided_at__isnull=False
            ).values_list("case_id", flat=True)
        )
        fresh = [report for report in fits if report.case not in known | past]
        if fits:
            found.append(_Join(_ask_to_join(actor, group, fresh, rule, now), {row.case for row in fits}))
    return found


def _fits(report, group: CaseGroup) -> bool:
    place = getattr(group, f"{group.level}_id")
    return group.matter in report.matters and report.places.get(group.level) == place


def _ask_to_join(actor, group: CaseGroup, fresh, rule, now) -> GroupProposal | None:
    if not fresh:
        return None
    home_of = {report.case: report.home for report in fresh}
    cases = list(home_of)
    waiting = GroupProposal.objects.filter(group=group, status__in=UNDECIDED)
    row = waiting.select_for_update(no_key=True).first()
    if row is not None:
        return _grow(actor, row, cases, home_of, now)
    row = GroupProposal.objects.create(
        project_id=group.project_id,
        level=group.level,
        phase_id=group.phase_id,
        building_id=group.building_id,
        entrance_id=group.entrance_id,
        matter=group.matter,
        group=group,
        rule=rule,
        reasons={"joins": group.master.number},
        homes=len(set(home_of.values())),
        found_at=now,
        grown_at=now,
    )
    _add(row, cases, home_of, now)
    audit.record(actor, "groups.proposed", row, now=now, after={"joins": group.master.number})
    return row


def scan_due(*, now: datetime, limit: int = 1) -> int:
    """Look through up to a few projects whose night has come, each by one process only; how many were looked at.

    Asked by the relay every second: where none is due it costs three short statements.
    """
    with transaction.atomic():
        _know_every_project(now)
        due = GroupScan.objects.filter(due_at__lte=now).select_for_update(skip_locked=True)
        rows = list(due.select_related("project__city").order_by("due_at")[: min(limit, 3)])
        for row in rows:
            row.found = len(scan(system_user("coordination"), row.project, now=now))
            row.ran_at, row.due_at = now, _next_night(row.project, now)
            row.save(update_fields=["found", "ran_at", "due_at"])
        return len(rows) + _wake_put_off(now, limit)


def _know_every_project(now: datetime) -> None:
    missing = Project.objects.filter(pk__gt=0).exclude(pk__in=GroupScan.objects.values("project_id"))
    rows = [GroupScan(project=row, due_at=_next_night(row, now)) for row in missing]
    if rows:
        GroupScan.objects.bulk_create(rows, ignore_conflicts=True)


def _next_night(project, now: datetime) -> datetime:
    """Half past two of the next night, where the project stands."""
    zone = ZoneInfo(project.timezone)
    local = now.astimezone(zone)
    night = datetime.combine(local.date(), AT_NIGHT, zone)
    return night if night > local else datetime.combine(local.date() + timedelta(days=1), AT_NIGHT, zone)


def _wake_put_off(now: datetime, limit: int) -> int:
    """What was put off comes back on its day."""
    rows = GroupProposal.objects.filter(status=ProposalStatus.LATER, later_until__lte=now)
    rows = list(rows.select_for_update(no_key=True, skip_locked=True).order_by("later_until")[:limit])
    for row in rows:
        _move_back(row)
    return len(rows)
