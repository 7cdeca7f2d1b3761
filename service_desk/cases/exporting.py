"""The desk's queue as a file, with the view and the filters that are in force."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.accounts.permissions import require
from crm.exports.access import out_of
from crm.exports.kinds import Export, batches, titled
from service_desk.cases import queue

CHOSEN = ("project", "severity", "subject", "kind", "status", "channel", "language", "assignee", "owner", "q")


@titled(gettext_lazy("Cases"), whole=True)
def cases(actor, parameters: dict, *, now: datetime) -> Export:
    """The cases of a view: `view`, and the filters of the queue."""
    require(actor, "cases.view")
    view = queue.view_called(str(parameters.get("view") or "open")).key
    chosen = {name: str(parameters[name]).strip()[:100] for name in CHOSEN if parameters.get(name)}
    rows = out_of(actor, queue.queue(actor, view, chosen, now=now))
    columns = [
        _("Number"),
        _("Kind"),
        _("Summary"),
        _("Subject"),
        _("Severity"),
        _("State"),
        _("Channel"),
        _("Project"),
        _("Home"),
        _("Owner"),
        _("Handled by"),
        _("Received on"),
        _("Due at"),
        _("Round"),
    ]
    return Export(columns, _rows(rows.order_by(*queue.order_of(view))), count=rows.order_by().count)


def _rows(rows) -> Iterator[list]:
    for batch in batches(rows):
        for row in queue.dressed(batch):
            yield [
                row["number"],
                row["kind_label"],
                row["summary"],
                row["subject_label"],
                row["severity_label"],
                row["status_label"],
                row["channel_label"],
                row["project_label"],
                row["home__number"],
                row["owner__number"],
                row["assignee__display_name"],
                row["received_at"],
                row["due_at"],
                row["round"],
            ]
