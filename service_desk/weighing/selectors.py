"""Reading the weights in force and what was weighed."""

from crm.versions import SHOWN
from crm.web import slots
from service_desk.cases import hanging
from service_desk.weighing import rules
from service_desk.weighing.models import Weighing, WeighingRule

SHIPPED = WeighingRule(number=0, weights=rules.USUAL)


def in_force() -> tuple[int, dict]:
    """The version and its weights; before the house has set its own, the usual ones as version 0. One query."""
    newest = WeighingRule.objects.order_by("-number").first()
    return (newest.number, newest.weights) if newest else (0, rules.USUAL)


def versions() -> list[WeighingRule]:
    """The newest versions, with one more than is shown; the first is what ships."""
    rows = WeighingRule.objects.select_related("made_by").order_by("-number")
    return [*rows[: SHOWN + 1], SHIPPED][: SHOWN + 1]


def version(number: int) -> WeighingRule | None:
    return WeighingRule.objects.filter(number=number).first() if number else SHIPPED


def newest_of(case) -> Weighing | None:
    """How the demand of a case was weighed last."""
    return hanging.of(case, Weighing).select_related("by").order_by("-id").first()


def of_case(case) -> list[Weighing]:
    return list(Weighing.objects.filter(case=case).select_related("by").order_by("-id")[:50])


def known_fault(case) -> int:
    """Our share of the fault as it was found last, in percent."""
    found = (
        case.investigations.filter(substantiated=True).order_by("-id").values_list("fault_share", flat=True)
    )
    return found.first() or 0


def value_of(case) -> int:
    """How many percent the floors above would add for the owner's value; nothing where nobody knows it.

    A room above fills the slot `weighing.value` with `value(request, case) -> int | None`; no request is given.
    """
    if case.owner_id is None:
        return 0
    said = [filling(None, case=case) for filling in slots.fillings("weighing.value")]
    return max([0, *(percent for percent in said if percent)])
