"""How often each topic came up, by project and time, so that the market can be read from it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from crm.accounts.permissions import projects_for
from crm.organisation.models import Project
from crm.web.formats import month_text
from service_desk.cases.models import Case
from service_desk.cases.terms import CaseKind
from service_desk.guidance.filling import near
from service_desk.topics.models import CaseTopic, Topic

SHORT_KINDS = (CaseKind.INQUIRY, CaseKind.SUGGESTION, CaseKind.PRAISE)
USUAL = timedelta(days=90)
LONGEST = timedelta(days=1100)


@dataclass(frozen=True)
class Asked:
    """Which cases are counted: of one project or all, of one kind or the three short ones, from day to day."""

    since: date
    until: date
    project: Project | None = None
    kind: str = ""
    group: str = ""


@dataclass(frozen=True)
class Line:
    key: str
    label: str
    count: int
    share: float


def projects(user):
    """The projects whose topics the user may read, in the order of their codes."""
    rows = Project.objects.order_by("code")
    return rows if user.unrestricted else rows.filter(pk__in=projects_for(user, "topics.view"))


def asked_in(user, given, today: date) -> Asked:
    """What an address or an API call asks for; what cannot be meant is the usual."""
    until = _day(given.get("until"), today)
    since = _day(given.get("since"), until - USUAL)
    since = max(min(since, until), until - LONGEST)
    code, kind = given.get("project") or "", given.get("kind") or ""
    return Asked(
        since=since,
        until=until,
        project=projects(user).filter(code=code).first() if code else None,
        kind=kind if kind in CaseKind.values else "",
        group=(given.get("group") or "")[:60],
    )


def _day(text, usual: date) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return usual


def query_of(asked: Asked) -> dict:
    """The address's parameters of what was asked."""
    named = {"project": asked.project.code if asked.project else "", "kind": asked.kind, "group": asked.group}
    days = {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
    return days | {name: value for name, value in named.items() if value}


def population(user, asked: Asked):
    """The cases that are counted, in the projects whose topics the user may read."""
    rows = Case.objects.filter(
        received_at__gte=_start(asked.since), received_at__lt=_start(asked.until + timedelta(1))
    )
    if asked.project is not None:
        rows = rows.filter(project=asked.project)
    elif not user.unrestricted:
        rows = rows.filter(project__in=projects_for(user, "topics.view"))
    return rows.filter(kind=asked.kind) if asked.kind else rows.filter(kind__in=SHORT_KINDS)


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def lines(user, asked: Asked, language: str) -> list[Line]:
    """Topics by how often they came up, a group's own with those below it; three queries."""
    counted = CaseTopic.objects.filter(case__in=population(user, asked)).order_by()
    counts = dict(counted.values_list("topic__code").annotate(times=Count("id")))
    tree = list(Topic.objects.select_related("parent"))
    found: dict[str, int] = {}
    for topic in tree:
        top = topic.parent.code if topic.parent_id else topic.code
        if asked.group and asked.group != top:
            continue
        key = topic.code if asked.group else top
        found[key] = found.get(key, 0) + counts.get(topic.code, 0)
    names = {topic.code: near(topic.names, language) for topic in tree}
    whole = sum(found.values())
    rows = [
        Line(key, names[key], count, 100 * count / whole if whole else 0)
        for key, count in found.items()
        if count
    ]
    return sorted(rows, key=lambda line: (-line.count, line.label))


def by_month(user, asked: Asked) -> list[Line]:
    """How many cases came in by month."""
    rows = population(user, asked).order_by().annotate(month=TruncMonth("received_at"))
    counts = rows.values_list("month").annotate(times=Count("id")).order_by("month")
    return [Line(f"{month:%Y-%m}", month_text(month), count, 0) for month, count in counts]


def untagged(user, asked: Asked) -> int:
    """How many of the cases nobody has given a topic."""
    tagged = CaseTopic.objects.filter(case__in=population(user, asked)).values("case")
    return population(user, asked).exclude(pk__in=tagged).count()


def cases_behind(user, asked: Asked, key: str):
    """The cases behind a bar: of a topic, or of a group and all below it."""
    topics = Topic.objects.filter(code=key) | Topic.objects.filter(parent__code=key)
    return population(user, asked).filter(pk__in=CaseTopic.objects.filter(topic__in=topics).values("case"))


def key_called(label: str, language: str) -> str:
    """The topic behind a bar that a click names by its label."""
    return next((row.code for row in Topic.objects.all() if near(row.names, language) == label), "")
