"""Who may ask for a case to be taken over, and who may answer."""

from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.cases.access import DESK, READERS, readable_cases
from service_desk.handingover.models import HandOver

declare({"handover.view": READERS, "handover.propose": DESK, "handover.answer": DESK})


def hand_over_for(user, public_id, *, to: str = "handover.view") -> HandOver:
    """The handing over of this UUID, where the user may do `to` with its case."""
    rows = HandOver.objects.filter(case__in=readable_cases(user))
    row = rows.filter(public_id=public_id).select_related("case__project__city").first()
    if row is None:
        raise NotFound()
    require(user, to, project=row.case.project)
    return row
