"""The rows that facts name by id, read from the rooms below with what the handlers need of them."""

from owners.contracts.models import Purchase
from service_desk.cases.models import Proposal


def proposal_by_id(proposal_id: int) -> Proposal:
    return Proposal.objects.select_related("case__project", "case__owner").get(pk=proposal_id)


def purchase_by_id(purchase_id: int) -> Purchase:
    return Purchase.objects.select_related("owner", "project").get(pk=purchase_id)
