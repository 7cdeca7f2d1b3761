"""The step behind the button of a version. A refusal is the house's page, with the reason that was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from crm import clock
from crm.versions.api import LONGEST_REASON
from crm.web.asked import whole
from crm.web.pages import page


def bringing_back(verb: str, bring_back: Callable, *, find: Callable | None = None, done: Callable, to: str):
    """The page's step for one table of versions.

    `bring_back(actor, [thing,] number, *, seen, because, now)` is the room's service and `find(user, **address)` the
    thing of its address, where the versions are not the whole house's. The number stands in the address or is sent;
    `done(row)` is said afterwards.
    """

    @page(verb)
    @require_POST
    def step(request, number: int | None = None, **address):
        given = request.POST
        number = number if number is not None else whole(given.get("version", "")) or 0
        thing = [find(request.user, **address)] if find else []
        said = {"seen": whole(given.get("seen", "")), "because": given.get("because", "")[:LONGEST_REASON]}
        row = bring_back(request.user, *thing, number, now=clock.now(), **said)
        messages.success(request, done(row))
        return redirect(to, **address)

    return step
