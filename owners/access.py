"""Who may do what on this floor, and the rows they may do it to."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy

from crm.accounts import permissions
from crm.accounts.models import Role, User, UserProject
from crm.accounts.permissions import declare, require
from crm.errors import NotAllowed, NotFound
from crm.organisation.models import Project
from owners.contracts.models import Ownership, Purchase
from owners.duplicates.signposts import numbered
from owners.homes.models import Building, Home
from owners.people.models import Owner

UNKNOWN_MANAGER = gettext_lazy("Nobody of that name can be responsible here.")

SERVING = {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.SPOKESPERSON}
DESK = {Role.AGENT, Role.SUPERVISOR}

declare(
    {
        "owners.view": SERVING | {Role.MARKETING, Role.EXECUTIVE, Role.PRIVACY},
        "owners.edit": DESK,
        # the hints for whoever answers: manner, sensitive trade, income
        "owners.hints": SERVING,
        # who lives with an owner
        "owners.household": DESK | {Role.CALLBACK, Role.MARKETING, Role.PRIVACY},
        "owners.reveal": {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.PRIVACY},
        "homes.view": SERVING | {Role.MARKETING, Role.EXECUTIVE, Role.ADMINISTRATOR},
        "homes.edit": DESK | {Role.ADMINISTRATOR},
        "purchases.view": DESK | {Role.MARKETING, Role.EXECUTIVE},
        "purchases.record": DESK,
    }
)


def owner_for(user, number: str, to: str = "owners.view") -> Owner:
    """The owner with this number, if the user sees him and may do `to` in one of his projects.

    The number of somebody who was merged leads to the one who was kept.
    """
    require(user, to)
    seen = Owner.objects.visible_to(user).select_related("manager", "household")
    row = seen.filter(number=number).first() or seen.filter(numbered(number)).first()
    if row is None:
        raise NotFound
    if to != "owners.view" and not Owner.objects.visible_to(user, to).filter(pk=row.pk).exists():
        raise NotAllowed(verb=to)
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


def home_numbered(user, project_code: str, number: str, to: str = "homes.view") -> Home:
    """The home people call by this number in that project; also by its public number."""
    require(user, to)
    rows = Home.objects.visible_to(user, to).select_related("project__city", "building", "entrance")
    named = Q(number__iexact=number.strip()) | Q(public_number=number.strip().upper())
    row = rows.filter(named, project__code=project_code).first()
    if row is None:
        raise NotFound
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
    rows = Purchase.objects.visible_to(user).select_related(
        "project__city", "owner", "home__project", "follows"
    )
    row = rows.filter(number=number).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row


def ownership_for(user, public_id: UUID, to: str = "purchases.record") -> Ownership:
    """An ownership, if the user sees its home's project and may do `to` there."""
    require(user, to)
    rows = Ownership.objects.visible_to(user).select_related("home__project__city", "owner")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.home.project)
    return row


def projects_for(user, to: str = "owners.view") -> list[Project]:
    """The projects in which the user may do `to`, city by city."""
    rows = Project.objects.select_related("city").order_by("city__code", "code")
    if not user.unrestricted:
        rows = rows.filter(pk__in=permissions.projects_for(user, to))
    return list(rows)


def project_for(user, code: str, to: str) -> Project:
    """The project with this code, if the user may do `to` there."""
    require(user, to)
    project = next((row for row in projects_for(user, to) if row.code == code), None)
    if project is None:
        raise NotFound
    return project


def managers_for(user):
    """Who can be made responsible for an owner: whoever may edit owners where the user may."""
    if user.unrestricted:
        return list(User.objects.filter(is_active=True, is_system=False).order_by("display_name"))
    roles = sorted(permissions.roles_with("owners.edit"))
    scopes = UserProject.objects.filter(project__in=user.project_ids, roles__overlap=roles)
    return list(User.objects.filter(is_active=True, pk__in=scopes.values("user")).order_by("display_name"))
