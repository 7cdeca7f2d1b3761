"""Where a promise may stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PromiseStatus(TextChoices):
    OPEN = "open", _("open promise")
    KEPT = "kept", pgettext_lazy("promise", "kept")
    BROKEN = "broken", _("broken")
    WITHDRAWN = "withdrawn", _("taken back")


PROMISE_MOVES = {
    PromiseStatus.OPEN: {PromiseStatus.KEPT, PromiseStatus.BROKEN, PromiseStatus.WITHDRAWN},
    # What was broken may still be made good; that it was late stays readable.
    PromiseStatus.BROKEN: {PromiseStatus.KEPT},
    PromiseStatus.KEPT: set(),
    PromiseStatus.WITHDRAWN: set(),
}
