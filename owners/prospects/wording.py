"""The reasons of a score in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .choices import Wanted

NAMES = {
    "wish": gettext_lazy("What is wanted is known"),
    "soon": gettext_lazy("How soon"),
    "budget": gettext_lazy("Homes on sale that fit"),
    "visits": gettext_lazy("Visits"),
    "calls": gettext_lazy("Calls in which we spoke"),
    "recency": gettext_lazy("Heard of lately"),
    "steps": gettext_lazy("Steps already taken"),
}


def sentence(reason: dict) -> str:
    """Why a reason gives its points, in the reader's language."""
    code, numbers = reason["code"], reason["numbers"]
    return _SENTENCES[code](numbers)


def _wish(numbers) -> str:
    return _("%(answered)s of %(asked)s questions about the home are answered") % numbers


def _soon(numbers) -> str:
    wanted = numbers["wanted"]
    return str(Wanted(wanted).label) if wanted else _("Nobody has asked when yet")


def _budget(numbers) -> str:
    fit = ngettext(
        "%(fit)s of %(on_sale)s homes on sale fits",
        "%(fit)s of %(on_sale)s homes on sale fit",
        numbers["fit"],
    )
    known = "" if numbers["known"] else " · " + _("no budget is known")
    return fit % numbers + known


def _visits(numbers) -> str:
    if not numbers["count"]:
        return _("Has not come to look yet")
    return ngettext("%(count)s visit", "%(count)s visits", numbers["count"]) % numbers


def _calls(numbers) -> str:
    if not numbers["count"]:
        return _("No call in which we spoke")
    return ngettext("Spoke once", "Spoke %(count)s times", numbers["count"]) % numbers


def _recency(numbers) -> str:
    if not numbers["days"]:
        return _("Today")
    return ngettext("%(days)s day ago", "%(days)s days ago", numbers["days"]) % numbers


def _steps(numbers) -> str:
    said = {"subscribed": _("Has subscribed"), "reserved": _("Has reserved")}
    return said.get(numbers["step"], _("Nothing reserved yet"))


_SENTENCES = {
    "wish": _wish,
    "soon": _soon,
    "budget": _budget,
    "visits": _visits,
    "calls": _calls,
    "recency": _recency,
    "steps": _steps,
}


def explained(reasons: list[dict]) -> list[dict]:
    """The reasons as rows, the weightiest first."""
    rows = [
        {
            "code": reason["code"],
            "name": str(NAMES[reason["code"]]),
            "points": reason["points"],
            "most": reason["most"],
            "share": round(100 * reason["points"] / reason["most"]) if reason["most"] else 0,
            "words": sentence(reason),
        }
        for reason in reasons
    ]
    return sorted(rows, key=lambda row: -row["points"])


def briefly(reasons: list[dict]) -> list[str]:
    """The two weightiest reasons in words, for a list."""
    return [row["words"] for row in explained(reasons)[:2] if row["points"]]
