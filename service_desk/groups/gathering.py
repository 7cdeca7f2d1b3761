"""The reports the detector looks at, read set-wise; and the number of homes of each place."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Count

from crm.text import normalise
from owners.homes.models import Home
from service_desk.cases.models import Case
from service_desk.groups.rules import Detection, Report, matters_of, reader_of
from service_desk.linking.models import CaseLink, LinkKind

COLUMNS = (
    "pk",
    "home_id",
    "home__entrance_id",
    "home__building_id",
    "home__building__phase_id",
    "project_id",
    "subject",
    "search_text",
    "received_at",
)


def span_of(detection: Detection) -> timedelta:
    """How far back one has to look: the longest window."""
    return timedelta(days=max(rule["days"] for rule in detection.levels.values()))


def reports_of_project(project, detection: Detection, *, now: datetime) -> list[Report]:
    """All reports of a project that may belong to a group; two windows back, so that no window is cut."""
    rows = Case.objects.filter(project=project, received_at__gte=now - 2 * span_of(detection))
    return _reports(rows, detection)


def reports_of_building(building_id: int, detection: Detection, *, now: datetime) -> list[Report]:
    """The same for one building, by the index of its homes."""
    homes = Home.objects.filter(building=building_id).values("pk")
    rows = Case.objects.filter(home__in=homes, received_at__gte=now - 2 * span_of(detection))
    return _reports(rows, detection)


def _reports(rows, detection: Detection) -> list[Report]:
    """Masters and what was merged into another are no reports of their own."""
    rows = rows.filter(home__isnull=False, kind__in=detection.kinds, merged_into=None)
    matters = reader_of(detection.topics)
    return [report_of(row, matters) for row in rows.values_list(*COLUMNS).order_by("received_at", "pk")]


def report_of(row, matters: Callable[[str, str], frozenset]) -> Report:
    case, home, entrance, building, phase, project, subject, text, at = row
    places = {"entrance": entrance, "building": building, "phase": phase, "project": project}
    return Report(
        case=case,
        home=home,
        places={level: place for level, place in places.items() if place is not None},
        matters=matters(text or "", subject),
        at=at,
    )


def homes_in_project(project) -> Counter:
    """How many homes each place of a project has: one query."""
    counted = Counter()
    rows = Home.objects.filter(project=project).values_list(
        "entrance_id", "building_id", "building__phase_id"
    )
    for entrance, building, phase, homes in rows.annotate(homes=Count("*")).order_by():
        counted["entrance", entrance] += homes
        counted["building", building] += homes
        counted["phase", phase] += homes
        counted["project", project.pk] += homes
    return counted


def homes_in_building(building_id: int) -> Counter:
    counted = Counter()
    for entrance in Home.objects.filter(building=building_id).values_list("entrance_id", flat=True):
        counted["entrance", entrance] += 1
        counted["building", building_id] += 1
    return counted


def parts_of_others(case_ids) -> set[int]:
    """Which of these cases are a part of another case already."""
    rows = CaseLink.objects.filter(lower__in=case_ids, kind=LinkKind.CHILD, ended_at=None)
    return set(rows.values_list("lower_id", flat=True))


def matters_said(words: str, subject: str, detection: Detection) -> frozenset:
    """What a call that is being taken is about, as the detector would read it."""
    return matters_of(normalise(words), subject, detection.topics)
