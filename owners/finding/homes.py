"""Finding homes: by number, or by the parts of an address in any order."""

from django.db.models import Q, QuerySet

from crm.text import matching
from crm.text.matching import holds_all
from crm.text.parts import HoldsParts, asked_parts
from owners.homes.models import Home


def find_homes(user, query: str) -> QuerySet:
    """The homes a user may see whose project, number and address hold every part of the query, in any order."""
    rows = Home.objects.visible_to(user)
    number = query.strip().upper()
    if number.startswith("H-") and rows.filter(public_number=number).exists():
        return rows.filter(public_number=number)
    return named_homes(rows, query)


def named_homes(rows: QuerySet, query: str) -> QuerySet:
    """Those that have every number of the query as a number of their own: 3-2-1201, "1201 3栋 江畔", "4B12".

    Where there is none, as while a number is still being typed, those that hold its words as any part.
    """
    doors, words = asked_parts(query)
    if doors:
        whole = rows.filter(Q(HoldsParts("search_text", doors)), holds_all("search_text", words))
        if whole.exists():
            return whole
    return matching(rows, "search_text", query)
