"""The milestones of a title deed, in their order; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Milestone(TextChoices):
    DOCUMENTS = "documents", _("Documents collected")
    SUBMITTED = "submitted", _("Submitted")
    TAX_PAID = "tax_paid", _("Tax paid")
    REGISTERED = "registered", _("Registered")
    READY = "ready", _("Deed ready")
    DELIVERED = "delivered", _("Deed handed over")


ORDER = tuple(Milestone)
