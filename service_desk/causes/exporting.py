"""The figures of a picture as a file."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.accounts.permissions import require
from crm.exports.kinds import Export, titled

from . import counting
from .report_views import asked_in, by_words


@titled(gettext_lazy("What is reported most"))
def figures(actor, parameters: dict, *, now: datetime) -> Export:
    """Every bar with its share: `project`, `since`, `until`, `level`, `under`, `by`."""
    require(actor, "causes.report")
    said = {name: str(value or "") for name, value in parameters.items()}
    asked = asked_in(actor, said, timezone.localtime(now).date())
    columns = [by_words()[asked.by], _("Cases"), _("Share, %"), _("Together, %")]
    return Export(columns, _rows(actor, asked))


def _rows(actor, asked):
    for line in counting.lines(actor, asked):
        yield [line.label, line.count, round(line.share, 1), round(line.together, 1)]
