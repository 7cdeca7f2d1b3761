"""Where an action and the look at a home may stand; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActionStatus(TextChoices):
    PLANNED = "planned", _("planned")
    DONE = "done", _("done, effect not checked yet")
    CHECKED = "checked", _("effect checked")
    DROPPED = "dropped", _("given up")


CORRECTIVE_MOVES = {
    ActionStatus.PLANNED: {ActionStatus.DONE, ActionStatus.DROPPED},
    ActionStatus.DONE: {ActionStatus.CHECKED},
    ActionStatus.CHECKED: set(),
    ActionStatus.DROPPED: set(),
}


class Effect(TextChoices):
    """What the check says; "too little" is an answer too."""

    HELPED = "helped", _("it comes up less often")
    WORSE = "worse", _("it comes up more often")
    UNCLEAR = "unclear", _("no difference that is more than chance")
    TOO_LITTLE = "too_little", _("too few cases to say anything")


class LookStatus(TextChoices):
    """The look at one home."""

    WAITING = "waiting", _("to be looked at")
    SOUND = "sound", _("nothing found")
    FOUND = "found", _("found here too")
    NOT_REACHED = "not_reached", _("nobody reached")


LOOK_MOVES = {
    LookStatus.WAITING: {LookStatus.SOUND, LookStatus.FOUND, LookStatus.NOT_REACHED},
    LookStatus.NOT_REACHED: {LookStatus.SOUND, LookStatus.FOUND},
    LookStatus.SOUND: set(),
    LookStatus.FOUND: set(),
}
RESULTS = (LookStatus.SOUND, LookStatus.FOUND, LookStatus.NOT_REACHED)
