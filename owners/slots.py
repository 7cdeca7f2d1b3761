"""What this floor puts into the house's slots."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm.accounts.permissions import may
from crm.web import slots
from crm.web.sealed import seal

GLANCE, PAGE = 5, 20


def fill() -> None:
    slots.navigation("owners", _("Owners"), "owners:list", "owners", "owners.view", 20)
    slots.navigation("owners.list", _("All owners"), "owners:list", "people", "owners.view", 21)
    slots.navigation("owners.homes", _("Homes"), "owners:homes", "building", "homes.view", 22)
    slots.fill("search", "owners.slots.found_owners", order=10)
    slots.fill("search", "owners.slots.found_homes", order=20)
    slots.fill("owner.timeline.kinds", "owners.card.told.kinds", order=1)
    for order, told in enumerate(("purchases", "homes", "visits", "known")):
        slots.fill("owner.timeline", f"owners.card.told.{told}", order=order)


def found_owners(request, query: str, glance: bool = False) -> str | None:
    """The owners a query names, for the search over everything."""
    from crm import clock
    from owners.contracts.selectors import homes_of
    from owners.days import day_of
    from owners.people.selectors import best_owners

    if not may(request.user, "owners.view"):
        return None
    size = GLANCE if glance else PAGE
    owners = best_owners(request.user, query, size + 1)
    if not owners:
        return None
    homes = homes_of([owner.pk for owner in owners], day_of(clock.now()))
    rows = [{"owner": owner, "homes": homes[owner.pk]} for owner in owners[:size]]
    context = {"owners": rows, "more_owners": len(owners) > size, "sealed": seal(query)}
    return render_to_string("owners/found.html", context, request)


def found_homes(request, query: str, glance: bool = False) -> str | None:
    """The homes a query names, for the search over everything."""
    from owners.homes.selectors import find_homes

    if not may(request.user, "homes.view"):
        return None
    size = GLANCE if glance else PAGE
    homes = list(find_homes(request.user, query).select_related("project").order_by("-id")[: size + 1])
    if not homes:
        return None
    context = {"homes": homes[:size], "more_homes": len(homes) > size, "sealed": seal(query)}
    return render_to_string("owners/found_homes.html", context, request)
