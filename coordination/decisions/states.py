"""What a decision can come to. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdicts(TextChoices):
    CLOSE = "close", _("close the case")
    REOPEN = "reopen", _("start again from the investigation")
    DIRECTIVE = "directive", _("order the desk to act")
    RECOVER = "recover", _("win the owner back")
    THANK = "thank", _("thank the owner")


ACTING = frozenset({Verdicts.REOPEN, Verdicts.DIRECTIVE, Verdicts.RECOVER})


class Purpose(TextChoices):
    """What a directive is for; at most one open directive for an owner and purpose."""

    RECOVER_CASE = "recover_case", _("put the case right")
    ANSWER_FEEDBACK = "answer_feedback", _("answer what the owner said")
    WIN_BACK = "win_back", _("win the owner back")
