"""The words a crisis is described in; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Trigger(TextChoices):
    MEDIA = "media", _("press or television")
    GATHERING = "gathering", _("gathering of owners")
    LEGAL = "legal", _("legal threat")
    SOCIAL = "social", _("post in social media")
    ACCIDENT = "accident", _("accident")
    OTHER = "other", _("other")


class Rhythm(TextChoices):
    HOUR = "hour", _("every hour")
    DAY = "day", _("every day")
    NONE = "none", _("only when asked for")


class Task(TextChoices):
    LEAD = "lead", _("leads the room")
    OWNERS = "owners", _("speaks with the owners")
    PRESS = "press", _("prepares answers to the press")
    LEGAL = "legal", _("legal questions")
    SITE = "site", _("on the spot")
    ENGINEERING = "engineering", _("technical facts")
    AUTHORITIES = "authorities", _("authorities")


class Way(TextChoices):
    """By which way somebody was spoken with."""

    PHONE = "phone", _("telephone")
    MEETING = "meeting", _("meeting")
    MAIL = "mail", _("e-mail")
    LETTER = "letter", _("letter")
    MESSAGE = "message", _("message")
    PRESS = "press", _("interview or press release")
    OTHER = "other", _("other")


class Counterpart(TextChoices):
    OWNER = "owner", _("owner")
    MEDIA = "media", _("media")
    AUTHORITY = "authority", _("authority")
    LAWYER = "lawyer", _("lawyer")
    POLICE = "police", _("police")
    STAFF = "staff", _("colleague")
    OTHER = "other", _("other")


class LegalKind(TextChoices):
    LETTER_IN = "letter_in", _("letter received")
    LETTER_OUT = "letter_out", _("letter sent")
    COUNSEL = "counsel", _("counsel instructed")
    EVIDENCE = "evidence", _("evidence secured")
    MEDIATION = "mediation", _("mediation")
    HEARING = "hearing", _("hearing")
    DEADLINE = "deadline", _("deadline")
    SETTLEMENT = "settlement", _("settlement")
