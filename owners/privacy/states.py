"""The course of an erasure; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ErasureStatus(TextChoices):
    REQUESTED = "requested", _("asked for")
    CARRIED_OUT = "carried_out", pgettext_lazy("request", "carried out")
    WITHDRAWN = "withdrawn", _("withdrawn")


MOVES = {
    ErasureStatus.REQUESTED: {ErasureStatus.CARRIED_OUT, ErasureStatus.WITHDRAWN},
    ErasureStatus.CARRIED_OUT: set(),
    ErasureStatus.WITHDRAWN: set(),
}
FINAL = {ErasureStatus.CARRIED_OUT, ErasureStatus.WITHDRAWN}


class Confirmed(TextChoices):
    """How it was made sure that the right person is erased: it cannot be undone."""

    SECOND = "second", _("by a second privacy officer")
    TYPED = "typed", _("by typing the owner's number")
    REPLAYED = "replayed", _("carried out anew after a restore")


class ExportStatus(TextChoices):
    MAKING = "making", _("being put together")
    READY = "ready", _("ready")
    EXPIRED = "expired", _("deleted after its time")


EXPORT_MOVES = {
    ExportStatus.MAKING: {ExportStatus.READY, ExportStatus.EXPIRED},
    ExportStatus.READY: {ExportStatus.EXPIRED},
    ExportStatus.EXPIRED: set(),
}
