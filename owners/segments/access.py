"""Who may do what with segments, and of whom a segment may be asked.

A segment over something that only some may see is a way to find it out. So a segment is asked only in those
projects in which its reader holds the verb of every field in it, and sees every column behind them.
"""

from uuid import UUID

from crm.accounts.models import Role, UserProject
from crm.accounts.permissions import VERBS, declare, may, require
from crm.errors import NotAllowed, NotFound
from crm.organisation.models import Project
from crm.privacy import visibility
from crm.privacy.visibility import CLEAR, Show
from owners.days import day_of

from .fields import Field, Reader, all_fields
from .models import Segment
from .rules import Group, conditions

ASKING = {Role.AGENT, Role.SUPERVISOR, Role.MARKETING, Role.EXECUTIVE}

declare(
    {
        "segments.view": ASKING,
        "segments.edit": ASKING,
        # to give a segment to everybody, beyond one's own projects
        "segments.publish": {Role.SUPERVISOR, Role.MARKETING, Role.EXECUTIVE},
        "segments.export": {Role.SUPERVISOR, Role.MARKETING},
    }
)
NOWHERE = (0,)


def segment_for(user, public_id: UUID, to: str = "segments.view") -> Segment:
    """The segment, or NotFound where the user may not see it, NotAllowed where it is another's to change."""
    require(user, to)
    rows = Segment.objects.visible_to(user).select_related("owned_by")
    row = rows.prefetch_related("projects").filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    if to == "segments.edit" and not may_change(user, row):
        raise NotAllowed(verb=to)
    return row


def may_change(user, segment: Segment) -> bool:
    """Whoever keeps it changes it; a segment of the machine is changed by whoever may publish."""
    if user.unrestricted or segment.owned_by_id == user.pk:
        return may(user, "segments.edit")
    return segment.owned_by.is_system and may(user, "segments.publish")


def fields_for(user) -> list[Field]:
    """The fields that this user may ask about somewhere: what he may not, he does not hear of."""
    if user.unrestricted:
        return all_fields()
    held = [set(roles) for roles in _roles_by_project(user).values()]
    return [field for field in all_fields() if any(_may_ask(roles, [field]) for roles in held)]


def reader_for(user, group: Group | None, *, now, to: str = "owners.view") -> Reader:
    """Who asks this tree, and in which projects; NotAllowed where one of its fields is not for him anywhere."""
    if user.unrestricted:
        return Reader(user, now, day_of(now))
    asked = [each.field for each in conditions(group)] if group else []
    held = _roles_by_project(user)
    projects = tuple(sorted(pk for pk, roles in held.items() if _holds(roles, to) and _may_ask(roles, asked)))
    if asked and not projects:
        verbs = [
            field.verb for field in asked if not any(_may_ask(roles, [field]) for roles in held.values())
        ]
        raise NotAllowed(verb=verbs[0] if verbs else to)
    everywhere = len(projects) == Project.objects.count()
    return Reader(user, now, day_of(now), projects or NOWHERE, everywhere and bool(projects))


def _roles_by_project(user) -> dict[int, list[str]]:
    return dict(UserProject.objects.filter(user=user).values_list("project_id", "roles"))


def _may_ask(roles, fields: list[Field]) -> bool:
    """Whether somebody with these roles may ask about all of these fields."""
    return all(
        _holds(roles, field.verb) and all(_sees(roles, column, least) for column, least in field.sees)
        for field in fields
    )


def _holds(roles, verb: str) -> bool:
    return not VERBS[verb].isdisjoint(roles)


def _sees(roles, column: str, least: Show) -> bool:
    seen = {visibility.column(column).for_role(role) for role in roles}
    return CLEAR in seen or (least is not CLEAR and least in seen)
