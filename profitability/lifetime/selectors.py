from crm.accounts.permissions import projects_for
from crm.errors import NotFound
from crm.organisation.models import Project
from owners.people.models import OwnerProject

from .models import Assessment, AssumptionsVersion


def assessments(user):
    """What the user may read, in no order yet."""
    rows = Assessment.objects.visible_to(user, "assessments.view")
    return rows.select_related("owner", "project", "assumptions")


def last_assessment(user, owner) -> Assessment | None:
    return assessments(user).filter(owner=owner).order_by("-at").first()


def versions():
    return AssumptionsVersion.objects.order_by("-version")


def project_of(user, owner, code: str = "") -> Project:
    """The project in whose currency an owner is reckoned: the one named, else his first that the user sees."""
    rows = Project.objects.filter(pk__in=OwnerProject.objects.filter(owner=owner).values("project"))
    if not user.unrestricted:
        rows = rows.filter(pk__in=projects_for(user, "value.view"))
    project = (rows.filter(code=code) if code else rows.order_by("pk")).first()
    if project is None:
        raise NotFound
    return project
