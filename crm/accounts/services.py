from django.db import transaction

from crm.accounts.models import Grant, User, UserProject
from crm.organisation.models import Project


def system_user(name: str) -> User:
    """The machine actor of this name, made on first use."""
    user, _ = User.objects.get_or_create(
        username=name, defaults={"display_name": name.title(), "is_system": True, "password": "!"}
    )
    return user


@transaction.atomic
def grant(actor, user, *, role, region=None, city=None, project=None, department=None, now) -> Grant:
    """Give a role somewhere; giving it twice is giving it once."""
    row, _ = Grant.objects.get_or_create(
        user=user, role=role, region=region, city=city, project=project, department=department
    )
    refresh_scope(user)
    return row


@transaction.atomic
def revoke(actor, row: Grant, *, now) -> None:
    """Take a role away again."""
    user = row.user
    row.delete()
    refresh_scope(user)


def refresh_scope(user) -> None:
    """Write the user's projects anew from his grants."""
    user.__dict__.pop("held_grants", None)
    projects = Project.objects.none()
    for row in user.held_grants:
        if row.project_id:
            projects |= Project.objects.filter(pk=row.project_id)
        elif row.city_id:
            projects |= Project.objects.filter(city_id=row.city_id)
        elif row.region_id:
            projects |= Project.objects.filter(city__region_id=row.region_id)
        else:
            projects |= Project.objects.all()
    wanted = set(projects.values_list("pk", flat=True))
    UserProject.objects.filter(user=user).exclude(project_id__in=wanted).delete()
    UserProject.objects.bulk_create(
        [UserProject(user=user, project_id=pk) for pk in wanted], ignore_conflicts=True
    )
