"""The log of who saw what is masked, as a file for whoever looks into it."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.accounts.permissions import require
from crm.exports.kinds import Export, batches, titled
from crm.privacy import services, visibility


@titled(gettext_lazy("Who saw personal data"), whole=True)
def reveals(actor, parameters: dict, *, now: datetime) -> Export:
    """Every unmasking, the latest first: `actor` (username), `label` (number of whom), `field`."""
    require(actor, "privacy.reveals")
    asked = {name: str(parameters.get(name) or "").strip()[:64] for name in ("actor", "label", "field")}
    rows = services.reveals(**asked)
    columns = [_("When"), _("Who"), _("Number of whom"), _("Column"), _("Reason")]
    return Export(columns, _rows(rows), count=rows.order_by().count)


def _rows(rows) -> Iterator[list]:
    for batch in batches(rows.order_by("-at", "-id")):
        for row in batch:
            yield [row.at, row.actor.display_name, row.label, _column(row), row.because]


def _column(row) -> str:
    """What the column is called on pages; one that is in the table no more, as it was called."""
    key = f"{row.subject.partition(':')[0]}.{row.field}"
    name = visibility.column(key).name if visibility.is_declared(key) else ""
    return str(name or row.field)
