"""Who sees which personal value of an owner, and how much of it: this floor's rows of the table."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.accounts.models import Role
from crm.privacy.visibility import CLEAR, MASKED, MASKS, by_verb, declare_fields, nobody, whoever_may

DESK = (Role.AGENT, Role.SUPERVISOR)
SERVING = (*DESK, Role.CALLBACK, Role.SPOKESPERSON)


def _all(roles, show) -> dict:
    return dict.fromkeys(roles, show)


NAMED = _all((*SERVING, Role.HANDLER, Role.MARKETING, Role.EXECUTIVE, Role.PRIVACY), CLEAR)
REACHED = _all((*SERVING, Role.HANDLER, Role.MARKETING, Role.PRIVACY), MASKED)
POST = _all((*DESK, Role.CALLBACK, Role.MARKETING, Role.PRIVACY), MASKED)
IDENTITY = _all((*DESK, Role.PRIVACY), MASKED)
BORN = _all(DESK, CLEAR) | _all((Role.CALLBACK, Role.MARKETING, Role.PRIVACY), MASKED)
PROFILE = _all((*DESK, Role.CALLBACK, Role.MARKETING, Role.PRIVACY), CLEAR)
HINTS = _all(SERVING, CLEAR)  # for whoever answers, and nobody else
MONEY = whoever_may("purchases.view")
WANTED = (
    "purpose",
    "home_type",
    "bedrooms",
    "area_min",
    "area_max",
    "budget_min",
    "budget_max",
    "wanted",
    "wishes",
    "next_step",
    "lost_words",
    "reasons",
)

NAMES = {
    "owners.owner.name": pgettext_lazy("person", "Name"),
    "owners.owner.phone": _("Phone"),
    "owners.owner.email": _("E-mail"),
    "owners.owner.postal_address": _("Postal address"),
    "owners.owner.identity": _("Identity number"),
    "owners.owner.birth_date": _("Date of birth"),
    "owners.owner.preferred_channel": _("Preferred channel"),
    "owners.owner.hours": _("Best time to call"),
    "owners.owner.gender": _("Gender"),
    "owners.owner.household": _("Household"),
    "owners.owner.housing": _("Housing situation"),
    "owners.owner.education": _("Education"),
    "owners.owner.occupation": _("Occupation"),
    "owners.owner.activities": _("Activities"),
    "owners.owner.manner": _("Manner"),
    "owners.owner.sensitive_trade": _("Sensitive trade"),
    "owners.owner.income_band": _("Household income a year"),
    "owners.purchase.amount": _("Amount of a purchase"),
    "owners.purchase.external_ref": _("Number of a purchase in its source"),
    "owners.purchase.cancelled_because": _("Why a purchase was called off"),
    "owners.showroomvisit.remark": _("Remark on a showroom visit"),
    "owners.owner.phone_last4": _("Last four digits of the phone"),
    "owners.owner.do_not_call": _("Wish not to be called"),
    "owners.owner.kinship": _("Place in the household"),
    "owners.household.label": _("Name of a household"),
    "owners.household.size": _("Size of a household"),
    "owners.kin.name": _("Name of a family member"),
    "owners.kin.kinship": _("Kinship of a family member"),
    "owners.kin.birth_date": _("Date of birth of a family member"),
    "owners.kin.remark": _("Remark on a family member"),
    "owners.owner.name_key": _("Name as it is compared"),
    "owners.owner.search_text": _("Words by which an owner is found"),
    "owners.owner.name_sound": _("Sound of the name"),
    "owners.owner.name_initials": _("Initials of the name"),
    "owners.merge.before": _("Both cards before a merge"),
    "owners.purchase.deposit_amount": _("Deposit of a purchase"),
    "owners.purchase.refund_amount": _("What was paid back of a purchase"),
    "owners.paymentline.amount": _("Amount of a payment"),
    "owners.deedstep.remark": _("Remark on a step of a title deed"),
    "owners.handover.signed_by": _("Who signed a handover"),
    "owners.handover.because": _("Why a handover was refused or called off"),
    "owners.itemresult.remark": _("Remark on an inspected item"),
    "owners.finding.remark": _("What was found at a handover"),
    "owners.finding.fixed_remark": _("How a finding was put right"),
    "owners.journalentry.text": _("Words of a note, call or task"),
    "owners.journalwording.text": _("Earlier words of a note, call or task"),
    "owners.prospect.purpose": _("What a prospect wants a home for"),
    "owners.prospect.home_type": _("Type of home a prospect wants"),
    "owners.prospect.bedrooms": _("Bedrooms a prospect wants"),
    "owners.prospect.area_min": _("Smallest area a prospect wants"),
    "owners.prospect.area_max": _("Largest area a prospect wants"),
    "owners.prospect.budget_min": _("Smallest budget of a prospect"),
    "owners.prospect.budget_max": _("Largest budget of a prospect"),
    "owners.prospect.wanted": _("When a prospect wants to buy"),
    "owners.prospect.wishes": _("Other wishes of a prospect"),
    "owners.prospect.next_step": _("Next step with a prospect"),
    "owners.prospect.lost_words": _("Why a prospect was lost"),
    "owners.prospect.reasons": _("Why a prospect stands where he stands"),
    "owners.personexport.because": _("Who asked for an archive, and how"),
    "owners.personexport.handed_to": _("To whom an archive was handed"),
    "owners.erasure.because": _("Who asked for an erasure, and how"),
    "owners.legalhold.because": _("Why somebody's data are held"),
}
MASKED_BY = {
    "owners.owner.phone": MASKS["phone"],
    "owners.owner.phone_last4": MASKS["last4"],
    "owners.owner.email": MASKS["email"],
    "owners.owner.postal_address": MASKS["address"],
    "owners.owner.identity": MASKS["identity"],
    "owners.owner.birth_date": MASKS["birth_date"],
}

declare_fields(
    {
        "owners.owner.name": NAMED,
        "owners.owner.phone": REACHED,
        "owners.owner.email": REACHED,
        "owners.owner.postal_address": POST,
        "owners.owner.identity": IDENTITY,
        "owners.owner.birth_date": BORN,
        "owners.owner.preferred_channel": NAMED,
        "owners.owner.hours": NAMED,
        "owners.owner.gender": PROFILE,
        "owners.owner.household": PROFILE,
        "owners.owner.housing": PROFILE,
        "owners.owner.education": PROFILE,
        "owners.owner.occupation": PROFILE,
        "owners.owner.activities": PROFILE,
        "owners.owner.manner": HINTS,
        "owners.owner.sensitive_trade": HINTS,
        "owners.owner.income_band": _all((*DESK, Role.CALLBACK), CLEAR),
        "owners.purchase.amount": MONEY,
        "owners.purchase.external_ref": MONEY,
        "owners.purchase.cancelled_because": MONEY,
        "owners.owner.phone_last4": REACHED,
        "owners.owner.do_not_call": NAMED,
        "owners.owner.kinship": PROFILE,
        "owners.household.label": PROFILE,
        "owners.household.size": PROFILE,
        "owners.kin.name": PROFILE,
        "owners.kin.kinship": PROFILE,
        "owners.kin.birth_date": PROFILE,
        "owners.kin.remark": PROFILE,
    }
    | nobody(
        "owners.owner", "name_key", "search_text", "name_sound", "name_initials"
    )  # compared, never shown
    | nobody("owners.merge", "before")
    | by_verb("owners.showroomvisit", "owners.view", "remark")
    | by_verb("owners.purchase", "purchases.view", "deposit_amount", "refund_amount")
    | by_verb("owners.paymentline", "purchases.view", "amount")
    | by_verb("owners.deedstep", "deeds.view", "remark")
    | by_verb("owners.handover", "handovers.view", "signed_by", "because")
    | by_verb("owners.itemresult", "handovers.view", "remark")
    | by_verb("owners.finding", "handovers.view", "remark", "fixed_remark")
    | by_verb("owners.journalentry", "journal.view", "text")
    | by_verb("owners.journalwording", "journal.view", "text")
    | by_verb("owners.prospect", "prospects.view", *WANTED)
    | by_verb("owners.personexport", "privacy.requests", "because", "handed_to")
    | by_verb("owners.erasure", "privacy.requests", "because")
    | by_verb("owners.legalhold", "privacy.requests", "because"),
    names=NAMES,
    masks=MASKED_BY,
)
