"""The list of title deeds as a file, with the filters of its page."""

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
from .states import ORDER, Milestone


@titled(gettext_lazy("Title deeds"), whole=True)
def deeds(actor, parameters: dict, *, now: datetime) -> Export:
    """Deeds on their way, with the day of each milestone: `project`, `milestone`, `show` (late)."""
    require(actor, "deeds.view")
    asked = {name: str(parameters.get(name) or "") for name in ("project", "milestone", "show")}
    project = access.project_for(actor, asked["project"], to="deeds.view") if asked["project"] else None
    rows = selectors.deeds_listed(
        actor,
        project=project,
        milestone=asked["milestone"] if asked["milestone"] in Milestone.values else "",
        overdue_on=day_of(now) if asked["show"] == "late" else None,
    )
    rows = out_of(actor, rows)
    columns = [
        _("Project"),
        _("Home"),
        _("Number"),
        pgettext("person", "Name"),
        _("Next milestone"),
        _("Planned for"),
        *(str(milestone.label) for milestone in ORDER),
    ]
    return Export(columns, _rows(actor, rows), count=rows.order_by().count)


def _rows(actor, rows) -> Iterator[list]:
    seen, sees_owners = Seen(actor), may(actor, "owners.view")
    for batch in batches(rows.prefetch_related("steps").order_by("due_on", "id")):
        for deed in batch:
            owner = deed.purchase.owner
            done = {step.milestone: step.done_on for step in deed.steps.all()}
            yield [
                deed.project.label,
                deed.home.number,
                owner.number if sees_owners else "",
                seen.of(owner, "name") if sees_owners else "",
                deed.get_next_milestone_display(),
                deed.due_on,
                *(done.get(milestone) for milestone in ORDER),
            ]
