"""The page of numbers that are kept in versions, and the step behind the button of a version."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import NotAllowed
from crm.versions.api import LONGEST_REASON
from crm.web.asked import whole
from crm.web.pages import page


def setting(
    request, verb: str, form_class: Callable, *, number: int, versions: Callable, template: str, done, to: str
):
    """The numbers in force in their form, with their versions; whoever holds the verb puts the next version in force.

    `number` is the version in force and `versions(back=…)` tells them all.
    """
    may_set, given = may(request.user, verb), request.POST if request.method == "POST" else None
    if given is not None and not may_set:
        raise NotAllowed()
    form = form_class(given)
    if given is not None and form.carry_out(request.user, clock.now()):
        messages.success(request, done)
        return redirect(to)
    context = {"form": form, "number": number, "versions": versions(back=may_set), "may_set": may_set}
    return render(request, template, context, status=200 if given is None else 422)


def bringing_back(verb: str, bring_back: Callable, *, find: Callable | None = None, done: Callable, to: str):
    """The page's step for one table of versions. A refusal is the house's page, with the reason that was typed.

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
