"""What the pages of figures show: cards with their values in words and the addresses of their rows."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from crm.accounts.models import User
from crm.organisation.models import Department, Project
from service_desk.figures import counting, wording
from service_desk.figures.catalogue import Figure, called, figures
from service_desk.figures.counting import Counted, Load
from service_desk.figures.scope import Scope


@dataclass(frozen=True)
class Card:
    """One figure on the board; `beside` are those it is never shown without."""

    counted: Counted
    value: str
    base: str
    change: str
    spark: str
    url: str
    rows_url: str
    beside: tuple["Card", ...] = ()

    @classmethod
    def of(cls, one: Counted, scope: Scope, beside: tuple["Card", ...] = ()) -> "Card":
        key, query = one.figure.key, urlencode(scope.parameters)
        side = {"side": "numerator" if one.figure.unit == "percent" else "denominator"}
        more = urlencode({**side, **({"currency": one.currency} if one.currency else {})})
        return cls(
            counted=one,
            value=wording.value_text(one.figure, one.value, one.currency),
            base=wording.base_text(one),
            change=wording.change_text(one),
            spark=wording.sparkline(one),
            url=f"{reverse('desk:figure', args=[key])}?{query}",
            rows_url=f"{reverse('desk:figure_rows', args=[key])}?{query}&{more}",
            beside=beside,
        )


def board(scope: Scope) -> dict[str, list[Card]]:
    """All figures by group, one statement each. Those that belong together stand on one card."""
    cards = {figure.key: _cards(figure, scope) for figure in figures()}
    paired = {key for figure in figures() for key in figure.beside if called(key).order > figure.order}
    shown: dict[str, list[Card]] = {}
    for figure in figures():
        if figure.key in paired:
            continue
        beside = tuple(cards[key][0] for key in figure.beside)
        for card in cards[figure.key]:
            whole = Card.of(card.counted, scope, beside) if beside else card
            shown.setdefault(figure.group, []).append(whole)
    return shown


def _cards(figure: Figure, scope: Scope) -> list[Card]:
    return [Card.of(one, scope) for one in counting.counted(figure, scope)]


@dataclass(frozen=True)
class Place:
    """A project or department in the table below a figure."""

    code: str
    label: str
    cells: list[str]
    is_small: bool


def places(figure: Figure, scope: Scope) -> list[Place]:
    return _places(figure, scope, figure.project, Project.objects.in_bulk())


def departments(figure: Figure, scope: Scope) -> list[Place]:
    return _places(figure, scope, figure.department, Department.objects.in_bulk())


def _places(figure: Figure, scope: Scope, path: str, named: dict) -> list[Place]:
    if figure.currency:  # sums of different currencies are not put into one column
        return []
    found = []
    for key, point in counting.by_place(figure, scope, path):
        if key in named:
            one = Counted(figure, point, point, [])
            row = named[key]
            found.append(Place(row.code, row.label, wording.cells(figure, point, ""), one.is_small))
    return found


@dataclass(frozen=True)
class Person:
    """What one person has in hand, with a bar against the one who has most."""

    who: User
    load: Load
    share: int


def people(scope: Scope) -> list[Person]:
    """Two statements: the load, and the names."""
    rows = counting.loads(scope)
    named = User.objects.in_bulk([row.person_id for row in rows])
    most = max((row.open for row in rows), default=1)
    return [Person(named[row.person_id], row, round(100 * row.open / most)) for row in rows]


def all_departments() -> list[Department]:
    return list(Department.objects.order_by("code"))


def name_places(rows: list[dict]) -> None:
    """Give each row behind a figure the name of its project. One statement."""
    named = Project.objects.in_bulk({row["row_place"] for row in rows})
    for row in rows:
        row["project"] = named[row["row_place"]].label
