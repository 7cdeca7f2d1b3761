"""Rating each other after a slip was answered."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit import services as audit
from crm.errors import IllegalMove, Refused
from service_desk.cases.models import TransferSlip
from service_desk.cases.services.moves import locked_paper
from service_desk.cases.states import SlipStatus
from service_desk.rating.models import Side, SlipRating

LONGEST = 2000  # characters of a remark; a longer one is refused, never cut


@transaction.atomic
def rate(actor, slip: TransferSlip, *, side: str, stars: int, words: str = "", now: datetime) -> SlipRating:
    """Judge the other side of an answered slip, once for each side, from one (poor) to five (excellent)."""
    if side not in Side.values:
        raise Refused(fields={"side": _("This choice is not known.")})
    if not 1 <= stars <= 5:
        raise Refused(fields={"stars": _("One to five, please.")})
    if len(words) > LONGEST:
        raise Refused(fields={"words": _("At most %(length)s characters.") % {"length": LONGEST}})
    slip = locked_paper(slip)
    if slip.status != SlipStatus.ANSWERED:
        raise IllegalMove(_("A slip is rated when it is answered."), stands_in=slip.status)
    if SlipRating.objects.filter(slip=slip, side=side).exists():
        raise IllegalMove(_("This side has rated the slip already."), code="rated")
    row = SlipRating.objects.create(slip=slip, side=side, stars=stars, words=words.strip(), by=actor, at=now)
    audit.record(actor, "rating.given", slip, now=now, after={"side": side, "stars": stars})
    return row
