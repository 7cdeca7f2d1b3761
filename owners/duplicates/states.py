"""What becomes of two owners who look alike; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PairStatus(TextChoices):
    OPEN = "open", _("To decide")
    LATER = "later", _("Put off")
    SAME = "same", _("The same, to merge")
    DIFFERENT = "different", _("Different")
    MERGED = "merged", _("Merged")


MOVES = {
    PairStatus.OPEN: {PairStatus.LATER, PairStatus.SAME, PairStatus.DIFFERENT, PairStatus.MERGED},
    PairStatus.LATER: {PairStatus.OPEN, PairStatus.SAME, PairStatus.DIFFERENT, PairStatus.MERGED},
    PairStatus.SAME: {PairStatus.OPEN, PairStatus.LATER, PairStatus.DIFFERENT, PairStatus.MERGED},
    PairStatus.DIFFERENT: {PairStatus.OPEN, PairStatus.LATER, PairStatus.SAME, PairStatus.MERGED},
    # an undone merge puts the pair back where it was
    PairStatus.MERGED: {PairStatus.OPEN, PairStatus.LATER, PairStatus.SAME, PairStatus.DIFFERENT},
}
SHOWN = (PairStatus.OPEN, PairStatus.SAME, PairStatus.LATER, PairStatus.DIFFERENT)
DECISIONS = {"same": PairStatus.SAME, "different": PairStatus.DIFFERENT, "later": PairStatus.LATER}
