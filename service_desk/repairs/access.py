"""Who orders repairs, who goes there, who keeps the contractors."""

from django.utils.translation import gettext as _

from crm.accounts.models import Role, User, UserProject
from crm.accounts.permissions import declare, may, require
from crm.errors import NotFound, Refused
from service_desk.cases.access import DESK

from .models import Contractor, Recovery, RepairCall, RepairOrder

declare(
    {
        "repairs.view": {Role.AGENT, Role.SUPERVISOR, Role.HANDLER, Role.EXECUTIVE},
        "repairs.order": DESK,
        # To go there and say what came of it; a handler for his own visits only.
        "repairs.call": {Role.HANDLER, *DESK},
        "repairs.cost": {Role.HANDLER, *DESK},
        "repairs.recover": {Role.SUPERVISOR},
        "contractors.view": {Role.AGENT, Role.SUPERVISOR, Role.HANDLER, Role.EXECUTIVE},
        "contractors.edit": {Role.SUPERVISOR, Role.ADMINISTRATOR},
    }
)


def order_for(user, number: str, *, to: str = "repairs.view") -> RepairOrder:
    """The repair order of this number, where the user may do `to` with it."""
    rows = RepairOrder.objects.visible_to(user).select_related(
        "case__project__city", "case__owner", "case__home__building", "part", "ordered_by"
    )
    row = rows.filter(number=number).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.case.project)
    return row


def call_for(user, public_id, *, to: str = "repairs.view") -> RepairCall:
    """The visit of this id; who is no member of the desk records only his own."""
    rows = RepairCall.objects.visible_to(user).select_related(
        "order__case__project__city", "order__case__owner", "order__case__home", "engineer", "contractor"
    )
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    project = row.order.case.project
    require(user, to, project=project)
    if to == "repairs.call" and row.engineer_id != user.pk:
        require(user, "repairs.order", project=project)
    return row


def recovery_for(user, public_id, *, to: str = "repairs.recover") -> Recovery:
    rows = Recovery.objects.filter(order__in=RepairOrder.objects.visible_to(user))
    row = rows.select_related("order__case__project__city", "contractor").filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.order.case.project)
    return row


def contractor_for(user, code: str, *, to: str = "contractors.view") -> Contractor:
    """The contractor of this code; contractors belong to the whole house, their contracts to projects."""
    require(user, to)
    row = Contractor.objects.filter(code=code).first()
    if row is None:
        raise NotFound
    return row


def contractor_called(code: str) -> Contractor:
    """The active contractor of this code, or Refused."""
    row = Contractor.objects.filter(code=code, active=True).first()
    if row is None:
        raise Refused(fields={"contractor": _("There is no such contractor.")})
    return row


def active_contractors():
    """Those who may be sent or named, by name."""
    return Contractor.objects.filter(active=True).order_by("name", "pk")


def engineers_of(project):
    """Who may be sent to homes of this project: the handlers of its departments, by name."""
    rows = UserProject.objects.filter(project=project, roles__contains=[Role.HANDLER])
    people = User.objects.filter(pk__in=rows.values("user_id"), is_active=True, is_system=False)
    return people.order_by("display_name", "pk")


def engineers_by_project(projects) -> dict[int, list[User]]:
    """The same for several projects, by their keys, in one query."""
    rows = UserProject.objects.filter(project__in=projects, roles__contains=[Role.HANDLER])
    rows = rows.filter(user__is_active=True, user__is_system=False).select_related("user")
    found: dict[int, list[User]] = {}
    for row in rows.order_by("user__display_name", "user_id"):
        found.setdefault(row.project_id, []).append(row.user)
    return found


def engineer_of_feed(pk, generation) -> User | None:
    """Whose calendar an address shows: of somebody who is still sent to homes, and has not ended all his sessions."""
    user = User.objects.filter(pk=pk, session_generation=generation, is_active=True).first()
    return user if user is not None and may(user, "repairs.call") else None


def engineer_called(project, username: str) -> User:
    """The engineer of this sign-in name, or Refused."""
    row = engineers_of(project).filter(username=username).first()
    if row is None:
        raise Refused(fields={"engineer": _("Nobody of this name is sent to homes of this project.")})
    return row


def may_order(user, case) -> bool:
    return case.is_open and may(user, "repairs.order", project=case.project)
