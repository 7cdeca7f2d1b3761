"""For what a figure is asked: whole months, and the project, city or department it is narrowed to."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.accounts.permissions import projects_for
from crm.errors import Refused
from crm.organisation.models import City, Department, Project
from service_desk.figures.catalogue import Figure

PERIODS = {
    "1": _("this month"),
    "last": _("last month"),
    "3": _("last three months"),
    "12": _("last twelve months"),
}
DEFAULT = "3"
TREND = 12  # months


@dataclass(frozen=True)
class Scope:
    """Who asks, and about what. Months are whole ones of the house's time zone; `until` is excluded."""

    user: object
    now: datetime
    period: str = DEFAULT
    project: Project | None = None
    city: City | None = None
    department: Department | None = None

    @property
    def months(self) -> int:
        return 1 if self.period == "last" else int(self.period)

    @property
    def until(self) -> datetime:
        this = month_of(self.now)
        return this if self.period == "last" else shifted(this, 1)

    @property
    def since(self) -> datetime:
        return shifted(self.until, -self.months)

    @property
    def before(self) -> datetime:
        """Where the period before this one begins."""
        return shifted(self.since, -self.months)

    @property
    def earliest(self) -> datetime:
        """What has to be read for the period, the one before, and the trend."""
        return min(self.before, shifted(self.until, -TREND))

    def of(self, figure: Figure):
        """The figure's population within this scope, whatever its date."""
        rows = figure.source(self.now)
        if not self.user.unrestricted:
            rows = rows.filter(**{f"{figure.project}__in": projects_for(self.user, "figures.view")})
        narrowed = Q()
        if self.project is not None:
            narrowed &= Q(**{figure.project: self.project})
        if self.city is not None:
            narrowed &= Q(**{f"{figure.project}__city": self.city})
        if self.department is not None:
            narrowed &= Q(**{figure.department: self.department})
        return rows.filter(narrowed) if narrowed else rows

    def within(self, figure: Figure, since: datetime | None = None):
        """The rows of the population that fall into the period, or from `since` to its end."""
        begin = self.since if since is None else since
        dated = {f"{figure.dated}__gte": begin, f"{figure.dated}__lt": self.until}
        return self.of(figure).filter(**dated)

    @property
    def parameters(self) -> dict[str, str]:
        """As they stand in an address."""
        named = {"project": self.project, "city": self.city, "department": self.department}
        return {"period": self.period} | {key: row.code for key, row in named.items() if row is not None}


def month_of(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def shifted(month: datetime, by: int) -> datetime:
    """The first of a month so many months later."""
    years, nth = divmod(month.month - 1 + by, 12)
    return month.replace(year=month.year + years, month=nth + 1)


def scope_of(user, parameters, *, now: datetime) -> Scope:
    """The scope that these parameters name; what is not known is refused, what is out of sight not found."""
    period = parameters.get("period") or DEFAULT
    if period not in PERIODS:
        raise Refused(fields={"period": _("This choice is not known.")})
    return Scope(
        user=user,
        now=now,
        period=period,
        project=_named(projects_of(user), parameters.get("project"), "project"),
        city=_named(cities_of(user), parameters.get("city"), "city"),
        department=_named(Department.objects.all(), parameters.get("department"), "department"),
    )


def projects_of(user):
    """The projects whose figures the user reads."""
    rows = Project.objects.order_by("code")
    return rows if user.unrestricted else rows.filter(pk__in=projects_for(user, "figures.view"))


def cities_of(user):
    return City.objects.filter(projects__in=projects_of(user).order_by()).distinct().order_by("code")


def _named(rows, code, field: str):
    if not code:
        return None
    found = rows.filter(code=code).first()
    if found is None:
        raise Refused(fields={field: _("This choice is not known.")})
    return found
