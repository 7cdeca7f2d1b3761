"""Who takes a case out of the house: masked, or whole with a reason."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.cases.models import Case

from .models import Dossier

declare(
    {
        "dossiers.make": {Role.AGENT, Role.SUPERVISOR, Role.SPOKESPERSON},
        # Everything in clear, notes among ourselves too; the reason is kept.
        "dossiers.whole": {Role.SUPERVISOR},
    }
)


def dossier_for(user, public_id) -> Dossier:
    """The dossier of this id: its maker's, or anybody's who may take that case out whole."""
    rows = Dossier.objects.filter(case__in=Case.objects.visible_to(user))
    row = rows.select_related("case__project__city", "job", "asked_by").filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    require(user, "dossiers.make" if row.masked else "dossiers.whole", project=row.case.project)
    return row
