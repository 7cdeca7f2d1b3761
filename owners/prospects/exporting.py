"""The list of prospects as a file, with the filters of its page."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from crm.accounts.permissions import require
from crm.exports.access import out_of
from crm.exports.kinds import Export, batches, titled
from owners.people.masked import Seen

from . import selectors, wording


@titled(gettext_lazy("Prospects"))
def prospects(actor, parameters: dict, *, now: datetime) -> Export:
    """Whom the list of prospects shows: `project`, `source`, `state`, `step`, `mine`."""
    require(actor, "prospects.view")
    asked = {name: str(parameters.get(name, "")) for name in ("project", "source", "state", "step")}
    rows = selectors.prospects_listed(
        actor, asked | {"salesperson": actor if parameters.get("mine") else None}
    )
    columns = [
        _("Number"),
        pgettext("person", "Name"),
        _("Phone"),
        _("Project"),
        _("Likely, out of a hundred"),
        _("Why"),
        _("How far"),
        _("First asked"),
        _("Came by"),
        _("Campaign"),
        _("Salesperson"),
        _("Next step"),
        _("Until"),
        _("Lost because"),
    ]
    rows = out_of(actor, rows)
    return Export(columns, _rows(actor, rows), count=rows.order_by().count)


def _rows(actor, rows):
    seen = Seen(actor)
    for batch in batches(rows.order_by(*selectors.RANKED)):
        for row in batch:
            yield [
                row.owner.number,
                seen.of(row.owner, "name"),
                seen.of(row.owner, "phone"),
                row.project.label,
                row.score,
                "; ".join(wording.briefly(row.reasons)),
                str(selectors.step_of(row).label),
                row.opened_on,
                row.get_source_display(),
                row.campaign,
                row.salesperson.display_name if row.salesperson else "",
                row.next_step,
                row.next_step_on,
                row.get_lost_because_display(),
            ]
