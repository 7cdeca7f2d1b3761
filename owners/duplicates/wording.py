"""Why two owners look like one, in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
