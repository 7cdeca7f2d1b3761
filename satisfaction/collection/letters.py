"""What we write to an owner when we ask him. The words; sending them is the work of crm.messages."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from .states import Purpose


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def link_to(token: str) -> str:
    """The whole address of a questionnaire, as it stands in a message."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('satisfaction:question', args=[token])}"


def compose(*, purpose: str, language: str, number: str, token: str, expires_at, zone) -> Letter:
    """The invitation in the owner's language, with the link and the day until which it stands open."""
    with translation.override(language):
        until = formats.date_format(timezone.localtime(expires_at, zone), "DATE_FORMAT")
        facts = {"number": number, "link": link_to(token), "until": until}
        if purpose == Purpose.FOLLOW_UP:
            return Letter(_("Did our follow-up help?"), _follow_up(facts))
        return Letter(_("How did we do?"), _after_case(facts))


def _after_case(facts: dict) -> str:
    return (
        _(
            "We have finished the work on your case %(number)s. Would you tell us how we did? "
            "It takes one minute: %(link)s\n\n"
            "The link is yours alone and stays open until %(until)s. "
            "If you are not satisfied, we take the case up again."
        )
        % facts
    )


def _follow_up(facts: dict) -> str:
    return (
        _(
            "We have come back to you about your concern %(number)s. Has it become better? "
            "One question: %(link)s\n\n"
            "The link is yours alone and stays open until %(until)s."
        )
        % facts
    )
