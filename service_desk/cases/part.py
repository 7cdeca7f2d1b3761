"""What of one case was given to the departments of somebody who does not read it as a whole."""

from dataclasses import dataclass

from service_desk.cases.models import Action, Case, TransferSlip
from service_desk.cases.selectors import of_my_departments
from service_desk.repairs.models import RepairCall


@dataclass(frozen=True)
class Part:
    """What of one case was given to the user's departments, and which visits to the home are his own."""

    case: Case
    slips: list[TransferSlip]
    actions: list[Action]
    calls: list

    def __bool__(self) -> bool:
        return bool(self.slips or self.actions or self.calls)


def part_of(user, case: Case) -> Part:
    """The user's part of a case that he does not read as a whole, oldest first; three queries."""
    slips = of_my_departments(user, TransferSlip.objects.filter(case=case), "slips.answer")
    actions = of_my_departments(user, Action.objects.filter(case=case), "actions.finish")
    slips = list(slips.select_related("department", "sent_by").order_by("id"))
    actions = list(actions.select_related("department", "set_by").order_by("id"))
    for paper in (*slips, *actions):
        paper.case = case
    calls = RepairCall.objects.filter(order__case=case, engineer=user).select_related("order__part")
    return Part(case, slips, actions, list(calls.order_by("starts_at", "pk")))
