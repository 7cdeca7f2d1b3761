"""A caller who was not known when he called gets his name: the case becomes his."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.errors import Refused
from owners.days import day_of
from owners.people.models import Owner
from owners.selectors import homes_of
from service_desk.cases.models import Case
from service_desk.cases.services.moves import locked, must_stand_in, write
from service_desk.cases.states import OPEN
from service_desk.cases.terms import Verb


@transaction.atomic
def attach_owner(actor, case: Case, *, owner, home=None, version: int | None = None, now: datetime) -> Case:
    """Say whose case it is, where it was registered without an owner.

    The owner is one whom the actor sees and who is known in the case's project; the home, where one is named, is his today and of the case's project.
    Whose case it is, once said, is never changed here. No fact follows from it: whoever acts on the case reads its
    owner when he acts. Raises Refused with the field to correct.
    """
    case = locked(case, version)
    must_stand_in(case, *OPEN)
    if case.owner_id is not None:
        raise Refused(_("It is known whose case this is."), code="owner_known")
    if not Owner.objects.visible_to(actor).filter(pk=owner.pk).exists():
        raise Refused(fields={"owner": _("There is no such owner.")})
    if not owner.scopes.filter(project=case.project_id).exists():
        raise Refused(fields={"owner": _("This owner belongs to another project.")})
    _check_home(case, owner, home, now)
    write(
        case,
        by=actor,
        verb=Verb.OWNER_ATTACHED,
        detail={"owner": owner.number},
        now=now,
        owner=owner,
        home=home or case.home,
    )
    return case


def _check_home(case: Case, owner, home, now: datetime) -> None:
    if home is None:
        return
    if home.project_id != case.project_id:
        raise Refused(fields={"home": _("This home belongs to another project.")})
    if all(held.home_id != home.pk for held in homes_of([owner.pk], day_of(now, case.project))[owner.pk]):
        raise Refused(fields={"home": _("This home is not this owner's.")})
