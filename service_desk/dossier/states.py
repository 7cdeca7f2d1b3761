"""Where a dossier stands; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DossierStatus(TextChoices):
    MAKING = "making", _("being put together")
    READY = "ready", _("ready")
    EXPIRED = "expired", _("no longer kept")


DOSSIER_MOVES = {
    DossierStatus.MAKING: {DossierStatus.READY, DossierStatus.EXPIRED},
    DossierStatus.READY: {DossierStatus.EXPIRED},
    DossierStatus.EXPIRED: set(),
}
