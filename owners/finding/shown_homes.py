"""The first homes that a query names, as plain rows out of statements worded once a process."""

from functools import cache, reduce
from operator import and_
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, QuerySet, TextField

from crm.reading import Among, Open, Worded, worded
from crm.text.matching import HoldsWord
from crm.text.parts import HoldsParts, asked_parts
from crm.text.sought import Shape, sought, ways
from owners.homes.models import Home
from owners.homes.states import HomeStatus

from .homes import find_homes
from .owners import projects_of
from .project_names import named

COLUMNS = ("public_number", "number", "address", "status", "project__name", "project__names")


class ShownHome(NamedTuple):
    public_number: str
    number: str
    address: str
    status: str
    project_name: str
    project_names: str

    @property
    def project(self) -> str:
        """In the reader's language, else its own."""
        return named(self.project_names, self.project_name)

    @property
    def status_label(self) -> str:
        return str(HomeStatus(self.status).label)


def first_homes(user, query: str, size: int, skip: int = 0) -> list[ShownHome]:
    """The newest few of those that `find_homes` finds."""
    everywhere, wanted = user.unrestricted, skip + size
    given = {"projects": [] if everywhere else projects_of(user, "homes.view")}
    rows = []
    if query.strip().upper().startswith("H-"):
        rows = _shown(find_homes(user, query)).first(wanted).rows()
    elif (parts := asked_parts(query))[0]:
        doors, words = parts
        given |= {"doors": doors} | {f"word{n}": word for n, word in enumerate(words)}
        rows = _whole(len(words), everywhere).first(wanted).rows(given)
    if not rows and (asked := sought(Home, "search_text", query)):
        rows = _held(asked.shape, everywhere).first(wanted).rows(given | asked.given)
    return [ShownHome(*row) for row in rows[skip:]]


@cache
def _whole(words: int, everywhere: bool) -> Worded:
    """As `homes.named_homes`: every number of the query a number of its own, its words anywhere."""
    doors = HoldsParts("search_text", Open("doors", ArrayField(TextField())))
    held = (Q(HoldsWord("search_text", Open(f"word{n}"))) for n in range(words))
    return _shown(_seen(everywhere).filter(reduce(and_, held, Q(doors))))


@cache
def _held(shape: Shape, everywhere: bool) -> Worded:
    (held,) = ways(shape, "search_text")
    return _shown(_seen(everywhere).filter(held))


def _seen(everywhere: bool) -> QuerySet:
    return Home.objects.all() if everywhere else Home.objects.filter(Among("project", "projects"))


def _shown(rows: QuerySet) -> Worded:
    return worded(rows.order_by("-id").values_list(*COLUMNS))
