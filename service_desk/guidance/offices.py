"""Where the owners of a project find us: kept by supervisors, named by templates."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from crm.audit import services as audit
from crm.errors import Refused, Stale
from crm.organisation.models import Project
from service_desk.guidance.models import Office


@transaction.atomic
def keep_office(
    actor,
    project,
    *,
    names: dict,
    addresses: dict,
    telephone: str,
    hours: dict | None = None,
    seen: int = 0,
    now: datetime,
) -> Office:
    """Say what the office is called, where it is and how to call it; `seen` is the version one had before oneself."""
    given = {"names": names, "addresses": addresses, "telephone": telephone.strip()}
    empty = {field: _("Please fill this in.") for field, value in given.items() if not value}
    if empty:
        raise Refused(fields=empty)
    held = Office.objects.select_for_update().filter(project=project).first()
    if (held.version if held else 0) != seen:
        raise Stale(yours=seen, current=held.version if held else 0)
    content = {**given, "hours": hours or {}, "version": seen + 1}
    if held is None:
        try:
            with transaction.atomic():
                held = Office.objects.create(project=project, **content)
        except IntegrityError as exc:
            raise Stale(yours=seen) from exc
    else:
        for name, value in content.items():
            setattr(held, name, value)
        held.save(update_fields=[*content])
    audit.record(
        actor, "guidance.office", held, now=now, after={"project": project.code, "version": held.version}
    )
    return held


def projects_with_offices(user) -> list[tuple[Project, Office | None]]:
    """The projects where the user may edit guidance, each with its office or none; two queries."""
    held = {office.project_id: office for office in Office.objects.all()}
    rows = Project.objects.visible_to(user).select_related("city").order_by("code")
    return [(row, held.get(row.pk)) for row in rows if may(user, "guidance.edit", project=row)]


def office_of(project) -> Office | None:
    return Office.objects.filter(project=project).first()
