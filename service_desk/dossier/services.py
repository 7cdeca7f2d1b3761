"""The only writers of dossiers."""

import base64
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import NotFound
from crm.jobs import services as jobs
from service_desk.cases.models import Case
from service_desk.cases.services.moves import fit, need

from . import packing
from .making import move
from .models import Dossier, DossierPart
from .states import DossierStatus


@transaction.atomic
def ask(actor, case: Case, *, masked: bool, because: str = "", now: datetime) -> Dossier:
    """Have a case's dossier put together, in the language of whoever asks.

    Masked: names and numbers blotted out, notes among ourselves left out. Whole: needs a reason, which is kept.
    """
    because = because.strip()
    if not masked:
        need(because=because)
    fit(Dossier, because=because)
    dossier = Dossier.objects.create(
        case=case,
        masked=masked,
        because=because,
        language=get_language() or "en",
        asked_by=actor,
        asked_at=now,
    )
    title = _("Dossier of %(number)s") % {"number": case.number}
    parameters = {"dossier": str(dossier.public_id)}
    dossier.job = jobs.start("dossiers", actor, title=title, parameters=parameters, chunks=[{}], now=now)
    dossier.save(update_fields=["job"])
    after = {"dossier": str(dossier.public_id), "masked": masked}
    record(actor, "dossiers.ask", case, now=now, after=after, because=because)
    return dossier


@transaction.atomic
def fetch(actor, dossier: Dossier, *, now: datetime) -> bytes:
    """The archive; who fetched it is on the record. NotFound where it is not ready or its time is over."""
    if dossier.status != DossierStatus.READY or dossier.expires_at <= now:
        raise NotFound
    rows = DossierPart.objects.filter(dossier=dossier).order_by("position")
    content = b"".join(base64.b64decode(part) for part in rows.values_list("content", flat=True))
    record(actor, "dossiers.fetch", dossier, now=now, after={"digest": dossier.digest})
    return content


def fetch_paper(actor, dossier: Dossier, *, now: datetime) -> bytes:
    """The same on paper alone: a PDF. NotFound as above, and where the archive was made without one."""
    content = packing.paper_in(fetch(actor, dossier, now=now)) if dossier.has_pdf else None
    if content is None:
        raise NotFound
    return content


def forget_due(*, now: datetime, limit: int = 100) -> int:
    """Drop the archives whose time is over; the rows stay, to say that there was one. How many."""
    with transaction.atomic():
        rows = Dossier.objects.select_for_update(skip_locked=True).filter(
            status=DossierStatus.READY, expires_at__lte=now
        )
        found = list(rows.order_by("expires_at")[:limit])
        DossierPart.objects.filter(dossier__in=found).delete()
        for row in found:
            move(row, DossierStatus.EXPIRED)
    return len(found)
