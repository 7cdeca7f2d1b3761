"""Who may read the register of promises, write into it, and say what became of one."""

from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.cases.access import DESK, READERS, readable_cases
from service_desk.promises.models import Promise

declare({"promises.view": READERS, "promises.make": DESK, "promises.settle": DESK})


def promise_for(user, public_id, *, to: str = "promises.view") -> Promise:
    """The promise of this UUID, where the user may do `to` with its case."""
    rows = Promise.objects.filter(case__in=readable_cases(user))
    promise = rows.filter(public_id=public_id).select_related("case__project__city", "proposal").first()
    if promise is None:
        raise NotFound()
    require(user, to, project=promise.case.project)
    return promise
