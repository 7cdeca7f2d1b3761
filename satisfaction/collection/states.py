"""Where an invitation may stand, and the only ways from one place to the next. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InvitationStatus(TextChoices):
    OPEN = "open", _("waiting for the answer")
    ANSWERED = "answered", pgettext_lazy("questionnaire", "answered")
    EXPIRED = "expired", _("expired")
    WITHHELD = "withheld", _("not sent")


MOVES = {
    InvitationStatus.OPEN: {InvitationStatus.ANSWERED, InvitationStatus.EXPIRED},
    InvitationStatus.ANSWERED: set(),
    # The callback officer may still ask whoever let the link expire, and whom we could not write to.
    InvitationStatus.EXPIRED: {InvitationStatus.ANSWERED},
    InvitationStatus.WITHHELD: {InvitationStatus.ANSWERED},
}
FINAL = {InvitationStatus.ANSWERED}
ANSWERABLE = set(InvitationStatus) - FINAL


class Purpose(TextChoices):
    RETURN_VISIT = "return_visit", _("return visit")
    FOLLOW_UP = "follow_up", _("follow-up")


class Withheld(TextChoices):
    """Why no link was sent. It is written down, so that response rates can be read honestly."""

    NO_ADDRESS = "no_address", _("we have no address to write to")
    NO_WAY = "no_way", _("the house is not connected to the owner's channel")
    NO_CONSENT = "no_consent", _("the owner does not wish to be asked")
    NO_QUESTIONNAIRE = "no_questionnaire", _("no questionnaire is in use for this")
