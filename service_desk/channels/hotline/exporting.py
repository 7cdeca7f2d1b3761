"""The reply sheet: what the hotline's office is given back, row by row under its own numbers."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.accounts.permissions import require
from crm.exports.kinds import Export, batches, titled
from service_desk.cases.access import readable_cases
from service_desk.channels.hotline.selectors import by_deadline, tickets


@titled(gettext_lazy("Reply sheet of the hotline"), whole=True)
def hotline_replies(actor, parameters: dict, *, now: datetime) -> Export:
    """The tickets of a `state`: waiting, replied, or all."""
    require(actor, "cases.view")
    rows = tickets(actor, str(parameters.get("state") or "all")).filter(case__in=readable_cases(actor))
    columns = [
        _("Ticket"),
        _("Office"),
        _("Number"),
        _("Received on"),
        _("Reply due at"),
        _("State"),
        _("Reply"),
        _("Replied at"),
    ]
    return Export(columns, _rows(by_deadline(rows)), count=rows.order_by().count)


def _rows(rows) -> Iterator[list]:
    for batch in batches(rows):
        for row in batch:
            yield [
                row.ticket,
                row.office,
                row.case.number,
                row.case.received_at,
                row.reply_due_at,
                row.case.get_status_display(),
                row.reply,
                row.replied_at,
            ]
