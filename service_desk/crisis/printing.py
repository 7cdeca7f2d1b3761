"""A report of a crisis on paper, in the language of whoever reads it."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm.paper import Sheet, pdf
from service_desk.crisis import wording
from service_desk.crisis.models import CrisisReport


def context_of(row: CrisisReport) -> dict:
    return {"report": row, "told": wording.report(row)}


def name_of(row: CrisisReport) -> str:
    return f"{row.crisis.number}-report-{row.sequence}"


def report_as_pdf(row: CrisisReport, *, now: datetime) -> bytes:
    """The very words of the page, set by the server. NoFont where it cannot."""
    title = _("Report %(number)s") % {"number": row.sequence}
    sheet = Sheet(
        title=f"{title} {row.crisis.number}",
        html=render_to_string("desk/crisis/report_paper.html", context_of(row)),
        language=get_language() or "en",
        foot=f"{title} · {row.crisis.number} · {_('Confidential: personal data.')}",
    )
    return pdf(sheet, now=now)
