"""The counts of topics as a file."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from crm.accounts.permissions import require
from crm.exports.kinds import Export, titled
from service_desk.topics import counting


@titled(gettext_lazy("Topics of inquiries, suggestions and praise"))
def topics(actor, parameters: dict, *, now: datetime) -> Export:
    """How often each topic came up: `project`, `kind`, `group`, `since`, `until`."""
    require(actor, "topics.view")
    said = {name: str(value or "") for name, value in parameters.items()}
    asked = counting.asked_in(actor, said, timezone.localtime(now).date())
    rows = counting.lines(actor, asked, get_language() or "en")
    return Export(
        [_("Topic"), _("Cases"), _("Share, %")],
        ([line.label, line.count, round(line.share, 1)] for line in rows),
    )
