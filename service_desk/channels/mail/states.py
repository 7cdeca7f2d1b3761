"""What becomes of one mail. Each ends in exactly one place; what waits for a person can still go to any of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailStatus(TextChoices):
    STORED = "stored", _("waits to be read")
    CASE = "case", _("became a case")
    MESSAGE = "message", _("went to a case")
    OUTCOME = "outcome", _("tells what became of a letter of ours")
    REPEAT = "repeat", _("had come before")
    HELD = "held", pgettext_lazy("mail", "held")
    DISCARDED = "discarded", _("discarded")


S = MailStatus
SETTLED = {S.CASE, S.MESSAGE, S.OUTCOME, S.REPEAT}
MOVES: dict[MailStatus, set[MailStatus]] = {
    S.STORED: {S.CASE, S.MESSAGE, S.OUTCOME, S.REPEAT, S.HELD},
    S.HELD: {S.CASE, S.MESSAGE, S.DISCARDED},
    S.DISCARDED: {S.HELD},
    S.CASE: set(),
    S.MESSAGE: set(),
    S.OUTCOME: set(),
    S.REPEAT: set(),
}


class Reason(TextChoices):
    """Why a mail waits for a person."""

    UNREADABLE = "unreadable", _("it could not be read")
    UNFETCHED = "unfetched", _("the mail server did not give it to us, three times; it is still there")
    TOO_LARGE = "too_large", _("it is too large; only its beginning is here")
    NO_SENDER = "no_sender", _("it names no sender")
    EMPTY = "empty", _("it says nothing")
    SEALED = "sealed", _("it is encrypted")
    LOOP = "loop", _("it comes from ourselves, or goes round in circles")
    FLOOD = "flood", _("too many came from this sender in a short time")
    MACHINE = "machine", _("a machine wrote it")
    LIST = "list", _("it went to a mailing list or to many people")
    BOUNCE = "bounce", _("it reports on a letter that is not ours")
    UNPROVED = "unproved", _("it names a case, but does not prove that it answers us")
    OTHER_SENDER = "other_sender", _("it answers us, but from another address")
    STRANGER = "stranger", _("nobody here has this address")


class Discarded(TextChoices):
    """Why a person threw a mail away."""

    ADVERTISEMENT = "advertisement", _("advertisement")
    SPAM = "spam", _("junk or fraud")
    MACHINE = "machine", _("the word of a machine that nobody needs")
    MISTAKEN = "mistaken", _("meant for somebody else")
    ANSWERED = "answered", _("answered by another way")
