"""Who may do what on this floor, and the rows they may do it to."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, may, require
from crm.errors import NotFound
from crm.organisation.models import Project
from owners.contracts.models import Ownership, Purchase
from owners.homes.models import Building, Home
from owners.people.models import Owner

SERVING = {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.SPOKESPERSON}
DESK = {Role.AGENT, Role.SUPERVISOR}

declare(
    {
        "owners.view": SERVING | {Role.MARKETING, Role.EXECUTIVE, Role.PRIVACY},
        "owners.edit": DESK,
        # the hints for whoever answers: manner, sensitive trade, income
        "owners.hints": SERVING,
        "owners.reveal": {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.PRIVACY},
        "homes.view": SERVING | {Role.HANDLER, Role.MARKETING, Role.EXECUTIVE, Role.ADMINISTRATOR},
        "homes.edit": DESK | {Role.ADMINISTRATOR},
        "purchases.view": DESK | {Role.MARKETING, Role.EXECUTIVE},
        "purchases.record": DESK,
    }
)


def owner_for(user, number: str, to: str = "owners.view") -> Owner:
    """The owner with this number, if the user sees him and may do `to` in one of his projects."""
    require(user, to)
    row = Owner.objects.visible_to(user).filter(number=number).select_related("manager", "household").first()
    if row is None:
        raise NotFound
    if not user.unrestricted and to != "owners.view":
        projects = Project.objects.filter(pk__in=row.scopes.values("project_id")).select_related("city")
        if not any(may(user, to, project=project) for project in projects):
            require(user, to, project=projects.first())
    return row


def home_for(user, public_number: str, to: str = "homes.view") -> Home:
    """The home with this public number, if the user sees its project and may do `to` there."""
    require(user, to)
    rows = Home.objects.visible_to(user).select_related("project__city", "building", "entrance")
    row = rows.filter(public_number=public_number).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row


def building_for(user, project_code: str, code: str, to: str = "homes.view") -> Building:
    """A building by its project's code and its own."""
    require(user, to)
    rows = Building.objects.visible_to(user).select_related("project__city")
    row = rows.filter(project__code=project_code, code=code).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row


def purchase_for(user, number: str, to: str = "purchases.view") -> Purchase:
    """The purchase with this number, if the user sees its project and may do `to` there."""
    require(user, to)
    rows = Purchase.objects.visible_to(user).select_related("project__city", "owner", "home")
    row = rows.filter(number=number).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row


def ownership_for(user, pk: int, to: str = "purchases.record") -> Ownership:
    """An ownership, if the user sees its home's project and may do `to` there."""
    require(user, to)
    rows = Ownership.objects.visible_to(user).select_related("home__project__city", "owner")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.home.project)
    return row


def projects_for(user, to: str = "owners.view"):
    """The projects the user sees and may do `to` in, in the order of their codes."""
    rows = Project.objects.select_related("city").order_by("city__code", "code")
    if not user.unrestricted:
        rows = rows.filter(pk__in=user.project_ids)
    return [project for project in rows if may(user, to, project=project)]


def project_for(user, code: str, to: str) -> Project:
    """The project with this code, if the user sees it and may do `to` there."""
    require(user, to)
    rows = Project.objects.select_related("city").filter(code=code)
    if not user.unrestricted:
        rows = rows.filter(pk__in=user.project_ids)
    project = rows.first()
    if project is None:
        raise NotFound
    require(user, to, project=project)
    return project
