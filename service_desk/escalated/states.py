"""Where a difficult complaint and its plan may stand; pure."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DifficultStatus(TextChoices):
    OPEN = "open", pgettext_lazy("of a difficult complaint", "under way")
    ENDED = "ended", pgettext_lazy("of a difficult complaint", "ended")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a difficult complaint", "mark taken back")


DIFFICULT_MOVES = {
    DifficultStatus.OPEN: {DifficultStatus.ENDED, DifficultStatus.WITHDRAWN},
    DifficultStatus.ENDED: set(),
    DifficultStatus.WITHDRAWN: set(),
}


class PlanStatus(TextChoices):
    DRAWN = "drawn", pgettext_lazy("of a plan", "waits for approval")
    IN_FORCE = "in_force", pgettext_lazy("of a plan", "in force")
    RETURNED = "returned", pgettext_lazy("of a plan", "not approved")
    REPLACED = "replaced", pgettext_lazy("of a plan", "replaced by a later one")


PLAN_MOVES = {
    PlanStatus.DRAWN: {PlanStatus.IN_FORCE, PlanStatus.RETURNED, PlanStatus.REPLACED},
    PlanStatus.IN_FORCE: {PlanStatus.REPLACED},
    PlanStatus.RETURNED: set(),
    PlanStatus.REPLACED: set(),
}
