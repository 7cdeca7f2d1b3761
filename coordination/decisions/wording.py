"""Rules, reasons and plans in words. The codes are kept, the words follow the reader's language."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from profitability.plans.rules import Plan

REASONS = {
    "content_closes": _("The owner is satisfied: the procedure closes the case."),
    "praise_is_thanked": _("The owner praises: he is thanked, and those who earned it hear of it."),
    "content_without_case": _("The owner is satisfied and nothing is open: he is thanked."),
    "words_without_score": _("The owner wrote without judging, and complains of nothing: he is thanked."),
    "criticism_without_score": _("The owner criticises without giving a score: he gets an answer."),
    "less_than_content_reopens": _(
        "The owner is less than satisfied: the procedure starts again from the investigation."
    ),
    "follow_up_did_not_help": _("Our follow-up has not helped: a further attempt to win the owner back."),
    "discontent_while_open": _("The owner is dissatisfied while his case is being worked on."),
    "discontent_without_case": _("The owner is dissatisfied, and no case is open about it."),
    "floor_safety": _("Safety is touched: that comes before any reckoning."),
    "floor_health": _("Health is touched: that comes before any reckoning."),
    "floor_law": _("A matter of law is touched: that comes before any reckoning."),
    "floor_severity": _("The case is important or major: a senior colleague goes, whoever the owner is."),
    "floor_standard": _("The standard service is the least that anybody gets."),
    "value_adds": _("What is at stake pays for doing more than the standard."),
    "floor_is_enough": _("Nothing that costs more would bring more."),
    "nothing_better_pays": _("A better plan would cost more than it can be expected to bring."),
    "not_assessed": _("There was no assessment; the standard applies."),
}
CLOSINGS = {
    "no_owner_to_ask": _("The owner is not known, so nobody can be asked; the work is done."),
    "no_visit_due": _("Answered; the procedure asks for no return visit here."),
}
INSTRUCTIONS = {
    Plan.STANDARD: _(
        "Call the owner, listen to the end, say what happens next and until when, and take the matter up again."
    ),
    Plan.APOLOGY: _(
        "Call the owner, apologise for the trouble, explain plainly what went wrong, "
        "and say what happens next and until when."
    ),
    Plan.GOODWILL_GIFT: _(
        "Call the owner, apologise, put right what is still open, and bring a small gift within the budget."
    ),
    Plan.SENIOR_VISIT: _(
        "A senior colleague visits the owner at home, looks at the matter himself, "
        "and agrees with him what is done until when."
    ),
    Plan.REPAIR_AGAIN: _(
        "Repair again with a supervisor on site from beginning to end; the owner signs that it is in order."
    ),
}
CARRIED_OUT = {
    "closed": _("The case was closed."),
    "closes_with_last_visit": _("The case closes with its last return visit."),
    "reopened": _("The case was started again and a directive issued."),
    "directed": _("A directive was issued."),
    "joined_open_directive": _("A directive for this was open already; this feedback joins it."),
    "thanked": _("The owner was thanked; nothing else had to be done."),
    "praise_passed_on": _("The praise was passed on to those who earned it."),
}


def reason(code: str) -> str:
    return str(REASONS.get(code, code))


def for_case(case, code: str) -> str:
    """Why a case closes without the owner's answer, in the language of whoever handled it."""
    with translation.override(case.assignee.language if case.assignee else settings.LANGUAGE_CODE):
        return str(CLOSINGS[code])


def because(verdict) -> str:
    """All reasons of a verdict, as sentences."""
    return " ".join(reason(code) for code in verdict.reasons)


def instruction(plan: str, feedback) -> str:
    """What is to be done, and the owner's own words that brought it about."""
    order = str(INSTRUCTIONS[Plan(plan)])
    if not feedback.words:
        return order
    return order + "\n\n" + gettext("The owner's words: “%(words)s”") % {"words": feedback.words}
