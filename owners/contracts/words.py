"""A stage and the fact behind it, in words."""

from django.utils.translation import gettext as _

from .rules import Verdict

# How settled a stage is, for the tone of its badge; words always stand beside it.
TONES = {
    "lead": "calm",
    "visited": "calm",
    "reserved": "accent",
    "subscribed": "accent",
    "signed": "accent",
    "settling_in": "notice",
    "established": "good",
    "long_standing": "good",
    "former": "calm",
}


def because(verdict: Verdict, day: str) -> str:
    """The deciding fact as a sentence; `day` is its date as the reader writes dates."""
    sentences = {
        "known": _("known since %(day)s"),
        "visited": _("first visited the showroom on %(day)s"),
        "reserved": _("reserved on %(day)s"),
        "subscribed": _("subscribed on %(day)s"),
        "signed": _("signed on %(day)s, not handed over yet"),
        "owns": _("owns since %(day)s, not handed over yet"),
        "moved_in": _("at home since %(day)s"),
        "left": _("sold the last home on %(day)s"),
    }
    return sentences[verdict.fact] % {"day": day}
