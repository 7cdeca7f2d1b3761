"""The tree of places and the departments, as pages and API show them."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from crm.organisation.models import City, Department, Project, Region
from crm.reading import columns, instances


def tree():
    """Regions with their cities and projects; three queries."""
    cities = City.objects.order_by("code").prefetch_related(
        Prefetch("projects", Project.objects.order_by("code"))
    )
    return Region.objects.order_by("code").prefetch_related(Prefetch("cities", cities))


def departments():
    return Department.objects.order_by("code")


def projects(user):
    """The projects in the user's scope, with city and region."""
    return Project.objects.visible_to(user).select_related("city__region")


CALLED = f"""
    SELECT {columns(Project, City)} FROM organisation_project
    JOIN organisation_city ON organisation_city.id = organisation_project.city_id
    WHERE organisation_project.code = %s
"""  # noqa: S608  names of our own columns


def project_called(code: str) -> Project | None:
    """The project of this code with its city, whoever asks."""
    for project, city in instances((Project, City), CALLED, [code]):
        project.city = city
        return project
    return None


def place_choices() -> list[tuple[str, str]]:
    """Everything a role can be held at, indented as the tree is: ("city:HZ", "– Hangzhou")."""
    found = []
    for region in tree():
        found.append((f"region:{region.code}", region.label))
        for city in region.cities.all():
            found.append((f"city:{city.code}", f"– {city.label}"))
            found += [(f"project:{project.code}", f"– – {project.label}") for project in city.projects.all()]
    return found


def department_choices() -> list[tuple[str, str]]:
    return [(row.code, row.label) for row in departments()]


def region_choices() -> list[tuple[str, str]]:
    return [(row.code, row.label) for row in Region.objects.order_by("code")]


def city_choices() -> list[tuple[str, str]]:
    return [(row.code, row.label) for row in City.objects.order_by("code")]


def calendar_choices() -> list[tuple[str, str]]:
    """The calendars by code; empty means the country's own."""
    calendars = Project._meta.get_field("calendar").related_model
    names = calendars._default_manager.order_by("code").values_list("code", "name")
    return [("", _("The calendar of the country")), *names]


def calendar_by_code(code: str):
    """The calendar of this code; None for none."""
    calendars = Project._meta.get_field("calendar").related_model
    return calendars._default_manager.filter(code=code).first() if code else None
