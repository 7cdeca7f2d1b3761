"""What is counted of causes: how often what was reported, by cause, month, building, phase and contractor.

The population is the same for all of them: complaints and repairs that came in within a stretch of days, in the
projects where the reader may see reports, at or below one cause. One statement for each picture.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.accounts.permissions import projects_for
from crm.web.formats import month_text
from owners.homes.models import Building, Phase
from service_desk.cases.models import Case
from service_desk.cases.terms import PROCEDURE_KINDS
from service_desk.repairs.models import Contractor

from . import rules, selectors, wording

BY = ("cause", "month", "building", "phase", "contractor")
BARS = 12


@dataclass(frozen=True)
class Asked:
    """What a report is asked for; `project` None is every project that the reader sees."""

    since: date
    until: date
    project: object | None = None
    level: int = 2
    under: str = ""
    by: str = "cause"


@dataclass(frozen=True)
class Line:
    """One bar with its words."""

    key: str
    label: str
    count: int
    share: float
    together: float


def population(user, asked: Asked):
    """The cases that are counted, not yet fetched."""
    zone = timezone.get_current_timezone()
    rows = Case.objects.filter(
        kind__in=sorted(PROCEDURE_KINDS),
        received_at__gte=datetime.combine(asked.since, time(), zone),
        received_at__lt=datetime.combine(asked.until + timedelta(days=1), time(), zone),
    )
    if asked.project is not None:
        rows = rows.filter(project=asked.project)
    elif not user.unrestricted:
        seen = list(projects_for(user, "causes.report").values_list("project_id", flat=True))
        rows = rows.filter(project__in=seen or (0,))
    if asked.under:
        rows = rows.filter(Q(subject=asked.under) | Q(subject__startswith=f"{asked.under}."))
    return rows


def lines(user, asked: Asked, *, most: int = 0) -> list[Line]:
    """The bars of one picture, in order; months by time, everything else from the most frequent down."""
    if asked.by == "month":
        return _months(user, asked)
    counts, labels = _counted(user, asked)
    return [
        Line(
            bar.key,
            labels.get(bar.key, bar.key) if bar.key else _("all others"),
            bar.count,
            bar.share,
            bar.together,
        )
        for bar in rules.pareto(counts, most=most)
    ]


def _counted(user, asked: Asked):
    rows = population(user, asked)
    if asked.by == "cause":
        found = rows.values("subject").annotate(count=Count("*")).values_list("subject", "count").order_by()
        counts = rules.rolled_up(found, asked.level, asked.under)
        names = selectors.labels()
        return counts, {code: _short(code, names, asked.under) for code in counts}
    return _BY[asked.by](rows)


def _short(code: str, names, under: str) -> str:
    """The way down to a cause from the one that is looked at."""
    whole = wording.path_text(code, names)
    return (
        whole.removeprefix(wording.path_text(under, names) + wording.ARROW)
        if under and code != under
        else whole
    )


def _by_building(rows):
    found = rows.filter(home__isnull=False).values("home__building").annotate(count=Count("*"))
    counts = {str(row["home__building"]): row["count"] for row in found.order_by()}
    known = Building.objects.filter(pk__in=counts).select_related("project")
    words = {
        str(row.pk): _("%(project)s building %(code)s") % {"project": row.project.label, "code": row.code}
        for row in known
    }
    return counts, words


def _by_phase(rows):
    found = rows.filter(home__building__phase__isnull=False).values("home__building__phase")
    counts = {
        str(row["home__building__phase"]): row["count"] for row in found.annotate(count=Count("*")).order_by()
    }
    known = Phase.objects.filter(pk__in=counts).select_related("project")
    return counts, {str(row.pk): f"{row.project.label} {row.label}" for row in known}


def _by_contractor(rows):
    """By the contractor named with the cause; a case whose cause was named twice counts once for each."""
    found = rows.filter(causes__contractor__isnull=False).values("causes__contractor")
    counts = {
        str(row["causes__contractor"]): row["count"]
        for row in found.annotate(count=Count("pk", distinct=True)).order_by()
    }
    known = Contractor.objects.filter(pk__in=counts)
    return counts, {str(row.pk): row.name for row in known}


_BY = {"building": _by_building, "phase": _by_phase, "contractor": _by_contractor}


def _months(user, asked: Asked) -> list[Line]:
    """Every month of the stretch, those without a case too."""
    rows = population(user, asked).annotate(month=TruncMonth("received_at")).values("month")
    found = {row["month"].date(): row["count"] for row in rows.annotate(count=Count("*")).order_by()}
    whole, sofar, told = sum(found.values()), 0, []
    month = asked.since.replace(day=1)
    while month <= asked.until:
        count = found.get(month, 0)
        sofar += count
        share = (100 * count / whole, 100 * sofar / whole) if whole else (0.0, 0.0)
        told.append(Line(month.isoformat(), month_text(month), count, *share))
        month = (month + timedelta(days=32)).replace(day=1)
    return told


def key_called(user, asked: Asked, label: str) -> str:
    """The key of the bar with this label, "" where there is none: a click on a picture names only its words."""
    return next((line.key for line in lines(user, asked) if line.label == label), "")


def cases_behind(user, asked: Asked, key: str):
    """The cases of one bar, not yet fetched."""
    rows = population(user, asked)
    if asked.by == "cause":
        behind = population(user, replace(asked, under=key))
        named_higher = (
            key.count(".") + 1 < asked.level
        )  # a bar of those alone of which nothing finer was said
        return behind.filter(subject=key) if named_higher else behind
    if asked.by == "month":
        first = date.fromisoformat(key)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return population(user, replace(asked, since=max(first, asked.since), until=min(last, asked.until)))
    if asked.by == "building":
        return rows.filter(home__building=key)
    if asked.by == "phase":
        return rows.filter(home__building__phase=key)
    return rows.filter(pk__in=rows.filter(causes__contractor=key).values("pk"))
