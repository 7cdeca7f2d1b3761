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
