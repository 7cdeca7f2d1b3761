"""Cases and messages that hold the words of a query, the number's own case first, then the newest."""

from functools import cache

from django.db.models import QuerySet

from crm.reading import Among, Worded, one_after_another, worded
from crm.text import matching_words
from crm.text.sought import Shape, sought, ways
from service_desk.cases.access import readable_cases, readable_projects
from service_desk.cases.models import Case, CaseMessage
from service_desk.cases.queue import COLUMNS, called, dressed

NEWEST, MESSAGE = ("-received_at", "-id"), "-pk"
RECEIVED, KEY = COLUMNS.index("received_at"), COLUMNS.index("id")


def cases_named(user, query: str, size: int, skip: int = 0) -> list[dict]:
    """The cases of this number or its end, before those in whose words, summary or result the query stands."""
    wanted = skip + size
    named = called(readable_cases(user), query)
    found = list(named.order_by(*NEWEST).values(*COLUMNS)[:wanted]) if named is not None else []
    if len(found) < wanted:
        known = {row["id"] for row in found}
        found += [row for row in _said(user, query, wanted) if row["id"] not in known]
    return dressed(found[skip:wanted])


def _said(user, query: str, wanted: int) -> list[dict]:
    """The newest in which a word was said with whatever ending, then the newest that hold it within another word.

    Each index gives its own newest; the newest of these are the newest of all.
    """
    asked = sought(Case, "search_text", query, endings=True)
    if asked is None:
        return list(readable_cases(user).order_by(*NEWEST).values(*COLUMNS)[:wanted])
    everywhere = user.unrestricted
    given = asked.given | {"projects": [] if everywhere else readable_projects(user)}
    found = {}
    for ways_at_once in _ways(asked.shape, everywhere):
        if len(found) < wanted:
            statements = [way.first(wanted) for way in ways_at_once]
            rows = one_after_another(statements, wanted * len(statements)).rows(given)
            found |= {
                row[KEY]: row for row in sorted(rows, key=_newest, reverse=True) if row[KEY] not in found
            }
    return [dict(zip(COLUMNS, row, strict=True)) for row in list(found.values())[:wanted]]


def _newest(row: tuple) -> tuple:
    return row[RECEIVED], row[KEY]


@cache
def _ways(shape: Shape, everywhere: bool) -> list[list[Worded]]:
    """The statements that are asked together, and those that follow where these find too few."""
    rows = Case.objects.all() if everywhere else Case.objects.filter(Among("project", "projects"))
    held, *stems = [_shown(rows.filter(way)) for way in ways(shape, "search_text")]
    return [stems, [held]] if stems else [[held]]


def _shown(rows: QuerySet) -> Worded:
    return worded(rows.order_by(*NEWEST).values_list(*COLUMNS))


def messages_said(user, query: str, size: int, skip: int = 0) -> list[CaseMessage]:
    """What was said around the cases: to the owner, by him, among ourselves."""
    rows = CaseMessage.objects.filter(case__in=readable_cases(user)).exclude(search_text="")
    said = matching_words(rows, "search_text", query, newest=MESSAGE).order_by(MESSAGE)
    return list(said.select_related("case", "author")[skip : skip + size])
