"""Handovers and what was found at them as files, with the filters of their pages."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from crm.accounts.permissions import may, require
from crm.exports.access import out_of
from crm.exports.kinds import Export, batches, titled
from owners import access
from owners.days import day_of
from owners.people.masked import Seen

from . import selectors
from .states import HandoverStatus


@titled(gettext_lazy("Handovers"), whole=True)
def handovers(actor, parameters: dict, *, now: datetime) -> Export:
    """Appointments and how they ended: `project`, `status`."""
    require(actor, "handovers.view")
    status = str(parameters.get("status") or "")
    rows = selectors.handovers_listed(
        actor,
        status=status if status in HandoverStatus.values else "",
        project=_project(actor, parameters),
    )
    rows = out_of(actor, rows, "home__project")
    columns = [
        _("Project"),
        _("Home"),
        _("Number"),
        pgettext("person", "Name"),
        _("Appointment"),
        _("Led by"),
        _("State"),
        _("Ended on"),
        _("Reason"),
        _("Open findings"),
    ]
    return Export(columns, _handovers(actor, rows), count=rows.order_by().count)


def _handovers(actor, rows) -> Iterator[list]:
    seen, sees_owners = Seen(actor), may(actor, "owners.view")
    for batch in batches(rows.order_by("-appointment_at", "-id")):
        for row in batch:
            yield [
                row.home.project.label,
                row.home.number,
                row.owner.number if sees_owners else "",
                seen.of(row.owner, "name") if sees_owners else "",
                row.appointment_at,
                row.conducted_by.display_name if row.conducted_by else "",
                row.get_status_display(),
                row.ended_on,
                row.because,
                row.open_findings,
            ]


@titled(gettext_lazy("Open findings"), whole=True)
def findings(actor, parameters: dict, *, now: datetime) -> Export:
    """What was found at handovers and is not fixed, what is due first: `project`, `show` (late)."""
    require(actor, "handovers.view")
    rows = selectors.findings_listed(
        actor,
        project=_project(actor, parameters),
        overdue_on=day_of(now) if parameters.get("show") == "late" else None,
    )
    rows = out_of(actor, rows)
    columns = [
        _("Project"),
        _("Home"),
        _("Place"),
        _("What is wrong"),
        _("How serious"),
        _("Warranty part"),
        _("Found on"),
        _("Due on"),
        _("Number"),
        pgettext("person", "Name"),
    ]
    return Export(columns, _findings(actor, rows), count=rows.order_by().count)


def _findings(actor, rows) -> Iterator[list]:
    seen, sees_owners = Seen(actor), may(actor, "owners.view")
    for batch in batches(rows.select_related("project").order_by("due_on", "id")):
        for row in batch:
            owner = row.handover.owner
            yield [
                row.project.label,
                row.handover.home.number,
                row.item.room_label if row.item else row.place,
                row.remark,
                row.get_seriousness_display(),
                row.part.label if row.part else "",
                row.created_at,
                row.due_on,
                owner.number if sees_owners else "",
                seen.of(owner, "name") if sees_owners else "",
            ]


def _project(actor, parameters: dict):
    code = str(parameters.get("project") or "")
    return access.project_for(actor, code, to="handovers.view") if code else None
