"""The groups the desk puts into the search: cases, and the words that were said around them."""

from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from crm.text.highlights import marked, snippet, words_of
from crm.web import formats
from crm.web.searching import Found, Hit, found
from service_desk.cases.terms import Direction
from service_desk.searching import selectors


def cases(request, query: str, size: int, skip: int = 0) -> Found | None:
    """Cases by number and by what they are about."""
    if not may(request.user, "cases.view"):
        return None
    words, page = words_of(query), reverse("desk:case", args=["NUMBER"])
    rows = selectors.cases_named(request.user, query, size + 1, skip)
    return found("cases", _("Cases"), [_case_hit(row, words, page) for row in rows], size)


def _case_hit(row: dict, words: list[str], page: str) -> Hit:
    named = " · ".join(
        part for part in (row["owner__name"], row["home__number"], row["project_label"]) if part
    )
    return Hit(
        title=snippet(row["summary"], words),
        url=page.replace("NUMBER", row["number"]),
        number=row["number"],
        lines=[marked(row["number"], words), marked(named, words)],
        tail=f"{row['status_label']} · {_day(row['received_at'])}",
    )


def words(request, query: str, size: int, skip: int = 0) -> Found | None:
    """What was said around the cases, the stretch that holds the words."""
    if not may(request.user, "cases.view"):
        return None
    asked = words_of(query)
    rows = selectors.messages_said(request.user, query, size + 1, skip)
    return found("words", _("Words said"), [_said_hit(row, asked) for row in rows], size)


def _said_hit(message, asked: list[str]) -> Hit:
    case = message.case
    return Hit(
        title=snippet(message.body, asked),
        url=reverse("desk:case", args=[case.number]),
        number=case.number,
        lines=[marked(case.number, asked), marked(case.summary, asked)],
        tail=f"{_who(message)} · {_day(message.at)}",
    )


def _who(message) -> str:
    if message.direction == Direction.IN:
        return _("the owner")
    name = message.author.display_name if message.author else ""
    return _("note by %(name)s") % {"name": name} if message.direction == Direction.NOTE else name


def _day(moment) -> str:
    return _written(timezone.localtime(moment).date(), get_language())


@lru_cache(maxsize=512)
def _written(day, language: str) -> str:
    """A page says the same few days again and again; to write one is slow."""
    return formats.date_text(day)
