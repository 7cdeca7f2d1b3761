"""What other thresholds would find in the projects somebody sees, before they take effect."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from service_desk.cases.pickers import projects_for
from service_desk.groups import gathering, rules, standing
from service_desk.groups.wording import matter_label

LANGUAGES, PROJECTS, FOUND = settings.LANGUAGES, 12, 30


@dataclass(frozen=True)
class Found:
    """One cluster as the preview names it."""

    project: str
    level: str
    matter: str
    homes: int
    cases: int
    is_new: bool


@dataclass(frozen=True)
class Tried:
    """The clusters other thresholds find in the last weeks, beside what those in force find."""

    projects: int
    in_force: int
    found: int
    rows: list


def preview(user, detection: rules.Detection, *, now: datetime) -> Tried:
    """Both thresholds over the same reports; nothing is proposed."""
    _rule, present = standing.in_force(now=now)
    projects = list(projects_for(user, "groups.view")[:PROJECTS])
    rows, before_count = [], 0
    for project in projects:
        homes_in = gathering.homes_in_project(project)
        before, after = (_clusters(project, each, homes_in, now) for each in (present, detection))
        before_count += len(before)
        known = {frozenset(cluster.cases) for cluster in before}
        rows += [_found(project, row, detection, frozenset(row.cases) not in known) for row in after]
    return Tried(len(projects), before_count, len(rows), rows[:FOUND])


def _clusters(project, detection, homes_in, now):
    reports = gathering.reports_of_project(project, detection, now=now)
    return rules.detect(reports, detection, homes_in, rules.usual_rates(reports, homes_in))


def _found(project, cluster, detection, is_new: bool) -> Found:
    matter = matter_label(cluster.matter, detection.topics)
    return Found(project.label, cluster.level, matter, len(cluster.homes), len(cluster.cases), is_new)


def by_language(texts: dict) -> list[tuple[str, str, str]]:
    """(code, name, text) for each language that has a text."""
    return [(code, name, texts[code]) for code, name in LANGUAGES if texts.get(code)]
