"""The desk's queue as a file: the view, the filters, the order and the columns that are in force."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy

from crm.accounts.permissions import require
from crm.exports.access import out_of
from crm.exports.kinds import Export, batches, titled
from service_desk.cases import queue
from service_desk.workspace import columns, filters
from service_desk.workspace.selectors import with_tags


@titled(gettext_lazy("Cases"), whole=True)
def cases(actor, parameters: dict, *, now: datetime) -> Export:
    """The cases of a view: `view`, its order `sort`, and the filters of the queue; `columns` besides the usual
    ones."""
    require(actor, "cases.view")
    view = queue.view_called(str(parameters.get("view") or "open"))
    sort = queue.sort_called(view, str(parameters.get("sort") or ""))
    chosen = filters.chosen(parameters)
    if parameters.get("q"):
        chosen["q"] = str(parameters["q"]).strip()[:100]
    rows = out_of(actor, queue.queue(actor, view.key, chosen, now=now))
    shown = columns.named({*columns.FILE, *_asked(parameters)})
    ordered = rows.order_by(*queue.order_of(view.key, sort))
    return Export([str(column.label) for column in shown], _rows(ordered, shown), count=rows.order_by().count)


def _asked(parameters: dict) -> set[str]:
    return {column.key for column in columns.named(parameters.get("columns") or "")}


def _rows(rows, shown) -> Iterator[list]:
    for batch in batches(rows):
        dressed = queue.dressed(batch)
        if any(column.how == "tags" for column in shown):
            with_tags(dressed)
        for row in dressed:
            yield [_plain(row[column.shows]) for column in shown]


def _plain(value):
    return ", ".join(value) if isinstance(value, list) else value
