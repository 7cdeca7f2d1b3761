"""The milestones of a title deed, in their order; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Milestone(TextChoices):
    DOCUMENTS = "documents", _("Documents collected")
    SUBMITTED = "submitted", _("Papers submitted")
    TAX_PAID = "tax_paid", _("Tax paid")
    REGISTERED = "registered", _("Deed registered")
    READY = "ready", _("Deed ready")
    DELIVERED = "delivered", _("Deed handed over")


ORDER = tuple(Milestone)
