"""A case of somebody nobody knows: how to reach him is kept beside his words, until somebody says who he is."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from service_desk.cases import services as cases
from service_desk.cases.models import Case


@transaction.atomic
def register_stranger(actor, *, name: str = "", phone: str = "", now: datetime, **said) -> Case:
    """Register the case without an owner, and leave his name and number as an internal note; both or neither."""
    case = cases.register(actor, owner=None, now=now, **said)
    if who := ", ".join(part for part in (name.strip(), phone.strip()) if part):
        cases.note(actor, case, body=_("Who called: %(who)s") % {"who": who}, now=now)
    return case
