"""The API of sheets: the forms of a case as PDFs."""

from django.conf import settings
from django.utils import translation

from crm.api.views import Endpoint
from crm.errors import NotFound
from crm.paper.answers import pdf_answer
from service_desk.cases.access import case_for
from service_desk.sheets import printing


class SheetOfCase(Endpoint):
    """One form of a case on A4: a PDF."""

    verbs = {"GET": "cases.view"}
    filters = {"language": "of the sheet: en, zh-hans, zh-hant or fi; without it, one's own"}

    def get(self, request, number, kind):
        """`register`, `investigation`, `slips`, `proposals`, `opinion`, `agreement`, `actions`, `visits`, `result`,
        or `archive`: all of them with the whole course. 503 where the machine has no font for what stands in it."""
        if kind not in printing.SHEETS:
            raise NotFound()
        case = case_for(request.user, number)
        asked = request.query_params.get("language", "")
        language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
        content = printing.sheet_as_pdf(request, case, kind, language=language, now=self.now)
        return pdf_answer(content, f"{number}-{kind}")
