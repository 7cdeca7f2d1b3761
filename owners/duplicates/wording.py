"""Why two owners look like one, in the reader's words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.web import formats

from . import rules

REASONS = {
    "same_identity": gettext_lazy("the same identity number"),
    "same_phone": gettext_lazy("the same telephone"),
    "former_phone": gettext_lazy("a telephone the other had before"),
    "same_email": gettext_lazy("the same e-mail address"),
    "company_email": gettext_lazy("the same e-mail address, as colleagues may share"),
    "same_name": gettext_lazy("the same name, whatever the script"),
    "same_company": gettext_lazy("the same company but for its legal form"),
    "swapped_name": gettext_lazy("the same names in another order"),
    "same_sound": gettext_lazy("names that sound the same"),
    "latin_sound": gettext_lazy("one name is how the other sounds"),
    "near_name": gettext_lazy("names but one slip apart"),
    "one_character": gettext_lazy("names but one character apart"),
    "same_home": gettext_lazy("the same home"),
    "same_household": gettext_lazy("the same household"),
    "same_building": gettext_lazy("the same building"),
    "same_birth_date": gettext_lazy("the same date of birth"),
    "same_last4": gettext_lazy("telephones that end alike"),
    "other_name": gettext_lazy("different names"),
    "other_birth_date": gettext_lazy("different dates of birth"),
    "other_identity": gettext_lazy("different identity numbers"),
    "other_gender": gettext_lazy("a woman and a man"),
    "other_kind": gettext_lazy("a person and a company"),
}


def reasons(pairs) -> list[dict]:
    """Each reason with its points, the heaviest first; what speaks against is marked."""
    return [
        {"code": code, "text": str(REASONS.get(code, code)), "points": points, "against": points < 0}
        for code, points in pairs
    ]


def sure(points: int) -> str:
    """How sure it is, in words."""
    if points >= rules.SURE:
        return _("almost certainly the same")
    return _("very likely the same") if points >= rules.LIKELY else _("possibly the same")


def confidence(points: int) -> str:
    """The same as a code for the API."""
    if points >= rules.SURE:
        return "sure"
    return "likely" if points >= rules.LIKELY else "possible"


def tone(points: int) -> str:
    return {"sure": "danger", "likely": "notice", "possible": "calm"}[confidence(points)]


# Columns that the table of who sees what knows; the others stand on every page that shows an owner.
GUARDED = frozenset(
    [
        "name", "phone", "email", "identity", "postal_address", "preferred_channel", "hours", "birth_date", "gender",
        "household", "manner", "sensitive_trade", "income_band", "housing", "education", "occupation", "activities",
    ]
)  # fmt: skip
_FIELDS = {
    "name": pgettext_lazy("person", "Name"),
    "kind": gettext_lazy("Kind"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "identity": gettext_lazy("Identity number"),
    "postal_address": gettext_lazy("Postal address"),
    "language": gettext_lazy("Language"),
    "preferred_channel": gettext_lazy("Preferred channel"),
    "hours": gettext_lazy("Best time to call"),
    "do_not_call": gettext_lazy("Not to be called"),
    "manager": gettext_lazy("Relationship manager"),
    "birth_date": gettext_lazy("Date of birth"),
    "gender": gettext_lazy("Gender"),
    "household": gettext_lazy("Household"),
    "kinship": gettext_lazy("In the household"),
    "manner": gettext_lazy("Manner"),
    "sensitive_trade": gettext_lazy("Sensitive trade"),
    "income_band": gettext_lazy("Household income a year"),
    "housing": gettext_lazy("Housing situation"),
    "education": gettext_lazy("Education"),
    "occupation": gettext_lazy("Occupation"),
    "activities": gettext_lazy("Community activities"),
    "known_since": gettext_lazy("Known since"),
}
FIELDS = frozenset(_FIELDS)
# Why a side is taken by itself.
WHY = {
    "only_kept": gettext_lazy("only this card says something"),
    "only_gone": gettext_lazy("only the other card says something"),
    "fuller": gettext_lazy("it is the fuller one"),
    "newer": gettext_lazy("its card was changed last"),
    "earlier": gettext_lazy("we knew them from the earlier day"),
    "no_prospect": gettext_lazy("who bought is no prospect any more"),
    "careful": gettext_lazy("a wish not to be called stands"),
}


def field(name: str) -> str:
    return str(_FIELDS[name])


def rows(tie) -> str:
    """What the rows of a tie are called; a table that nobody named, by its own name."""
    return str(tie.words or tie.table._meta.verbose_name_plural)


def value(owner, name: str) -> str:
    """A field of an owner as a page says it."""
    held = getattr(owner, name)
    if held in (None, "", False):
        return ""
    if held is True:
        return _("yes")
    written = getattr(owner, f"get_{name}_display", None)
    return str(written()) if written else text(held)


def text(held) -> str:
    """A date in the reader's way, people by their names, anything else as it stands."""
    if isinstance(held, date):
        return formats.date_text(held)
    return str(getattr(held, "display_name", None) or getattr(held, "label", None) or held or "")
