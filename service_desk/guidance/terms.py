"""The words of guidance; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "zh-hans", "zh-hant", "fi")


class FindingKind(TextChoices):
    """What must not be said to an owner."""

    INTERROGATION = "interrogation", _("interrogation")
    BLAME = "blame", _("blame on the owner")
    REFUSAL = "refusal", _("refusing responsibility")
    EMPTY_APOLOGY = "empty_apology", _("apology with no next step")
    PROMISE = "promise", _("promise past one's authority")
    INSULT = "insult", _("insult")
    PRIVATE = "private", _("somebody else's personal data")
    SPOKESPERSON = "spokesperson", _("reserved for the spokesperson")


# What can be told by how a sentence sounds; whether a step follows an apology is told by the whole reply.
HEARD = tuple(kind for kind in FindingKind if kind != FindingKind.EMPTY_APOLOGY)


class Level(TextChoices):
    """What a finding does when the reply is sent."""

    HINT = "hint", _("a hint, nothing more")
    SERIOUS = "serious", _("asks for a reason before it is sent")
    REFUSED = "refused", _("is not sent")


class Form(TextChoices):
    """How the lines of a rule are read."""

    WORDS = "words", _("words and phrases, … for a gap, * for any ending, (a|b) for either")
    REGEX = "regex", _("regular expressions, limited")
    SOUND = "sound", _("how it sounds: one number, how sure that has to be in percent")


class Tongue(TextChoices):
    """In which language a rule looks; Chinese stands for both scripts."""

    CHINESE = "zh", _("Chinese, both scripts")
    ENGLISH = "en", _("English")
    FINNISH = "fi", _("Finnish")


class Mend(TextChoices):
    """What one click does with the better wording."""

    REPLACE = "replace", _("takes the sentence's place")
    APPEND = "append", _("is added at the end")


class Place(TextChoices):
    """Where words go out to an owner."""

    REPLY = "reply", _("reply")
    EXPLANATION = "explanation", _("explanation")
    PROPOSAL = "proposal", _("proposal")
    STATEMENT = "statement", _("statement to many")
    TEMPLATE = "template", _("reply template")


class Outcome(TextChoices):
    """What people did with a finding."""

    CHANGED = "changed", _("changed before sending")
    SENT = "sent", _("sent all the same")
