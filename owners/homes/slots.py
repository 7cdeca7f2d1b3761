"""What the rooms of homes, contracts, deeds and handovers put into the house's slots."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm import clock
from crm.accounts.permissions import may
from crm.web import slots
from owners.days import day_of


def fill() -> None:
    slots.navigation("owners.handovers", _("Handovers"), "owners:handovers", "key", "handovers.view", 27)
    slots.navigation("owners.deeds", _("Title deeds"), "owners:deeds", "proposal", "deeds.view", 28)
    slots.navigation("owners.warranty", _("Warranty"), "owners:warranty_parts", "warranty", "homes.view", 29)
    slots.fill("owner.card", "owners.homes.slots.record_of_owner", order=5)
    slots.fill("owner.card", "owners.homes.slots.handovers_of_owner", order=29)
    slots.fill("owner.card", "owners.homes.slots.deeds_of_owner", order=30)
    slots.fill("owner.timeline.kinds", "owners.homes.told.kinds", order=2)
    slots.fill("owner.timeline", "owners.homes.told.handovers", order=6)
    slots.fill("owner.timeline", "owners.homes.told.deeds", order=7)


def record_of_owner(request, owner) -> str | None:
    """What he signed and how often he came; the rooms above add what he attended."""
    from owners.contracts.selectors import record_of

    if not may(request.user, "owners.view"):
        return None
    context = {
        "owner": owner,
        "record": record_of(owner),
        "sees_purchases": may(request.user, "purchases.view"),
    }
    return render_to_string("owners/record_numbers.html", context, request)


def handovers_of_owner(request, owner) -> str | None:
    """When his keys are handed over, and what was found and is not fixed; silent where nothing is ahead."""
    from owners.handovers.selectors import handovers_ahead

    if not may(request.user, "handovers.view"):
        return None
    rows = handovers_ahead(request.user, owner)
    return render_to_string("owners/handovers_ahead.html", {"rows": rows}, request) if rows else None


def deeds_of_owner(request, owner) -> str | None:
    """Where the title deeds of his homes stand."""
    from owners.deeds.selectors import deeds_of

    if not may(request.user, "deeds.view"):
        return None
    today = day_of(clock.now())
    rows = [deed for deed in deeds_of(owner) if may(request.user, "deeds.view", project=deed.project)]
    context = {"today": today, "with_home": True}
    return (
        "".join(render_to_string("owners/deed_way.html", {"deed": d, **context}, request) for d in rows)
        or None
    )
