"""The board of figures, one figure with its definition, and the rows behind it."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm import clock
from crm.api.paging import CursorPage
from crm.errors import Refused
from crm.web.pages import page
from service_desk.figures import counting, wording
from service_desk.figures.access import figure_for
from service_desk.figures.catalogue import PERCENT, figures
from service_desk.figures.scope import PERIODS, cities_of, projects_of, scope_of
from service_desk.figures.selectors import (
    Card,
    all_departments,
    board,
    departments,
    name_places,
    people,
    places,
)

ORDER = ("-row_at", "-pk")


@page("figures.view")
@require_GET
def figures_board(request):
    scope = scope_of(request.user, request.GET, now=clock.now())
    context = {"board": board(scope), "load": people(scope), **_filters(request, scope)}
    return render(request, "desk/figures/board.html", context)


@page("figures.view")
@require_GET
def figure(request, key):
    """One figure: what it counts, its months, and where it is high and low."""
    found = figure_for(request.user, key)
    scope = scope_of(request.user, request.GET, now=clock.now())
    cards = [Card.of(each, scope) for each in counting.counted(found, scope)]
    context = {
        "figure": found,
        "card": cards[0],
        "cards": cards,
        "unit": wording.UNITS[found.unit],
        "headline": wording.headline(cards[0].counted),
        "chart": wording.chart(cards[0].counted),
        "table": wording.table(cards[0].counted),
        "places": places(found, scope),
        "departments": departments(found, scope),
        **_filters(request, scope),
    }
    return render(request, "desk/figures/figure.html", context)


@page("figures.view")
@require_GET
def rows(request, key):
    """The very rows that a figure counts."""
    found = figure_for(request.user, key)
    scope = scope_of(request.user, request.GET, now=clock.now())
    side = request.GET.get("side") or "denominator"
    if side not in counting.SIDES:
        raise Refused(fields={"side": _("This choice is not known.")})
    behind = counting.rows_behind(found, scope, side, currency=request.GET.get("currency", ""))
    names = {"numerator": found.numerator, "denominator": found.denominator, "missed": _("the others")}
    title = f"{found.label}: {names[side]}"
    sides = counting.SIDES if found.unit == PERCENT else ()
    return _rows(request, scope, behind, title=title, figure=found, side=side, sides=sides)


@page("figures.view")
@require_GET
def load(request, username):
    """What one person has in hand."""
    scope = scope_of(request.user, request.GET, now=clock.now())
    behind = counting.in_hand(scope, username, overdue="overdue" in request.GET)
    return _rows(request, scope, behind, title=_("In hand: %(who)s") % {"who": username})


@page("figures.view")
@require_GET
def catalogue(request):
    """Every figure with its definition."""
    shown = [(figure, wording.UNITS[figure.unit]) for figure in figures()]
    return render(request, "desk/figures/catalogue.html", {"figures": shown})


def _rows(request, scope, behind, *, title, **more):
    paged = CursorPage(behind, request, order=ORDER, size=50)
    name_places(paged.rows)
    context = {"title": title, "count": behind.count(), "page": paged, **more, **_filters(request, scope)}
    return render(request, "desk/figures/rows.html", context)


def _filters(request, scope) -> dict:
    return {
        "scope": scope,
        "query": urlencode(scope.parameters),
        "periods": PERIODS,
        "projects": projects_of(request.user),
        "cities": cities_of(request.user),
        "all_departments": all_departments(),
        "now": scope.now,
    }
