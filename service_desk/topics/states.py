"""What becomes of a suggestion; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SuggestionStatus(TextChoices):
    NOTED = "noted", _("noted")
    CONSIDERED = "considered", _("being considered")
    ADOPTED = "adopted", _("adopted")
    DECLINED = "declined", _("declined")


SUGGESTION_MOVES = {
    SuggestionStatus.NOTED: {
        SuggestionStatus.CONSIDERED,
        SuggestionStatus.ADOPTED,
        SuggestionStatus.DECLINED,
    },
    SuggestionStatus.CONSIDERED: {SuggestionStatus.ADOPTED, SuggestionStatus.DECLINED},
    SuggestionStatus.ADOPTED: set(),
    SuggestionStatus.DECLINED: set(),
}
FINAL = {SuggestionStatus.ADOPTED, SuggestionStatus.DECLINED}
