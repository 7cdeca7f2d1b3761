"""Values that are looked for instead of listed: places and colleagues, of one's own projects only.

Each is a function `(user, text, values)`: with values it gives their words (those that there are, and that the
user may hear of), with a text the first few that fit. Every answer is a list of (value, words).
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from crm.accounts.models import Role, User, UserProject
from crm.organisation.models import City, Project, Region
from crm.text import normalise
from owners.homes.models import Building, Phase

from .profile_conditions import ME
from .rules import Group, conditions
from .terms import LISTED

FIRST = 30


def projects(user, text: str = "", values: Iterable[str] | None = None) -> list[tuple[str, str]]:
    return _named(Project.objects.visible_to(user), text, values)


def cities(user, text: str = "", values: Iterable[str] | None = None) -> list[tuple[str, str]]:
    mine = Project.objects.visible_to(user).values("city")
    return _named(City.objects.filter(pk__in=mine), text, values)


def regions(user, text: str = "", values: Iterable[str] | None = None) -> list[tuple[str, str]]:
    mine = Project.objects.visible_to(user).values("city__region")
    return _named(Region.objects.filter(pk__in=mine), text, values)


def _named(rows, text: str, values) -> list[tuple[str, str]]:
    """Things with a code and a name in four languages; there are few enough to be read whole."""
    if values is not None:
        rows = rows.filter(code__in=list(values))
    found = [(row.code, row.label) for row in rows.order_by("name", "pk")]
    plain = normalise(text)
    return [pair for pair in found if plain in normalise(f"{pair[1]} {pair[0]}")][: None if values else FIRST]


def buildings(user, text: str = "", values: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Each as PROJECT/code."""
    rows = Building.objects.visible_to(user).select_related("project")
    if values is not None:
        rows = rows.filter(_at(values, "code"))
    else:
        rows = _holding(rows, text, "code__istartswith")
    ordered = rows.order_by("project__name", "code_key")[: None if values is not None else FIRST]
    return [(f"{row.project.code}/{row.code}", f"{row.project.label} {row.code}") for row in ordered]


def phases(user, text: str = "", values: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Each as PROJECT/code."""
    rows = Phase.objects.visible_to(user).select_related("project")
    rows = rows.filter(_at(values, "code")) if values is not None else _holding(rows, text, "name__icontains")
    ordered = rows.order_by("project__name", "code_key")[: None if values is not None else FIRST]
    return [(f"{row.project.code}/{row.code}", f"{row.project.label}, {row.label}") for row in ordered]


def _at(values: Iterable[str], column: str) -> Q:
    found = Q(pk__in=[])
    for project, slash, code in (value.partition("/") for value in values):
        if slash:
            found |= Q(**{"project__code": project, column: code})
    return found


def _holding(rows, text: str, lookup: str):
    """Every word is part of the project's name or begins the code."""
    for word in text.split()[:4]:
        rows = rows.filter(
            Q(project__name__icontains=word)
            | Q(project__code__istartswith=word)
            | Q(project__names__icontains=word)
            | Q(**{lookup: word})
        )
    return rows


def managers(user, text: str = "", values: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Oneself, and colleagues who may be responsible in one of the user's projects."""
    rows = User.objects.filter(is_active=True, is_system=False)
    if not user.unrestricted:
        roles = [Role.AGENT.value, Role.SUPERVISOR.value]
        near = UserProject.objects.filter(project__in=user.project_ids, roles__overlap=roles)
        rows = rows.filter(pk__in=near.values("user"))
    if values is not None:
        rows = rows.filter(username__in=list(values))
    elif text.strip():
        rows = rows.filter(Q(display_name__icontains=text.strip()) | Q(username__istartswith=text.strip()))
    found = [(row.username, row.display_name) for row in rows.order_by("display_name", "pk")[:FIRST]]
    wanted = ME in values if values is not None else not text.strip()
    return [(ME, _("whoever reads it")), *found] if wanted else found


def words_of(group: Group, user) -> dict[tuple[str, str], str]:
    """The words of every looked-up value in a tree, by (field, value): one query a field, not one a condition."""
    asked: dict = {}
    for each in conditions(group):
        if each.field.is_looked_up and each.operator in LISTED:
            asked.setdefault(each.field, []).extend(each.value)
    return {
        (field.key, value): words
        for field, values in asked.items()
        for value, words in field.choices(user, "", values)
    }


def unheard_of(group: Group, user) -> dict[str, str]:
    """By path, the looked-up values that do not exist, or not for this user."""
    words = words_of(group, user)
    return {
        f"{each.path}/value/{index}": _("There is nothing of this name that you may see.")
        for each in conditions(group)
        if each.field.is_looked_up and each.operator in LISTED
        for index, value in enumerate(each.value)
        if (each.field.key, value) not in words
    }
