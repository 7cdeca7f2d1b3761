"""Cases and messages that hold the words of a query, the number's own case first, then the newest."""

from crm.text import matching_words
from service_desk.cases.access import readable_cases
from service_desk.cases.models import CaseMessage
from service_desk.cases.queue import COLUMNS, NEWEST, called, dressed

MESSAGE = "-pk"


def cases_named(user, query: str, size: int, skip: int = 0) -> list[dict]:
    """The cases of this number or its end, before those in whose words, summary or result the query stands."""
    rows = readable_cases(user)
    wanted = skip + size
    named = called(rows, query)
    found = list(named.order_by(*NEWEST).values(*COLUMNS)[:wanted]) if named is not None else []
    if len(found) < wanted:
        known = {row["id"] for row in found}
        said = matching_words(rows, "search_text", query).order_by(*NEWEST).values(*COLUMNS)
        found += [row for row in said[:wanted] if row["id"] not in known]
    return dressed(found[skip:wanted])


def messages_said(user, query: str, size: int, skip: int = 0) -> list[CaseMessage]:
    """What was said around the cases: to the owner, by him, among ourselves."""
    rows = CaseMessage.objects.filter(case__in=readable_cases(user)).exclude(search_text="")
    said = matching_words(rows, "search_text", query, newest=MESSAGE).order_by(MESSAGE)
    return list(said.select_related("case", "author")[skip : skip + size])
