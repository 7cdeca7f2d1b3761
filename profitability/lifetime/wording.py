"""The lines of a valuation in words. The codes and facts are kept; the words follow the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ATTITUDES = {
    "very_satisfied": lambda: _("very satisfied"),
    "satisfied": lambda: _("satisfied"),
    "neutral": lambda: _("neither content nor discontent"),
    "dissatisfied": lambda: _("dissatisfied"),
    "very_dissatisfied": lambda: _("very dissatisfied"),
}


def attitude(code: str) -> str:
    return ATTITUDES[code]() if code in ATTITUDES else _("not known, taken as in between")


def told(lines: list[dict]) -> list[dict]:
    """Each line with what it is, its amount, and how it came about."""
    return [
        {
            "code": line["code"],
            "what": _WHAT[line["code"]](),
            "amount": line["amount"],
            "how": _HOW[line["code"]](line["facts"]),
            "sum": line["code"] in ("value_to_date", "expected_value", "at_stake"),
        }
        for line in lines
        if line["code"] in _WHAT
    ]


def _purchases(facts) -> str:
    count = facts["purchases"]
    return ngettext(
        "margin of %(n)d purchase, fees and services, as posted in the ledger",
        "margin of %(n)d purchases, fees and services, as posted in the ledger",
        count,
    ) % {"n": count}


_WHAT = {
    "revenue_to_date": lambda: _("Brought so far"),
    "cost_to_date": lambda: _("Cost so far"),
    "value_to_date": lambda: _("Value to date"),
    "fee_a_year": lambda: _("Fees in a year"),
    "margin_of_a_sale": lambda: _("Margin of one more sale"),
    "sales_a_year": lambda: _("Sales through this owner in a year"),
    "expected_value": lambda: _("Expected from here on"),
    "at_stake": lambda: _("At stake now"),
}
_HOW = {
    "revenue_to_date": _purchases,
    "cost_to_date": lambda facts: _("service, repairs, compensation, gifts and visits, as posted"),
    "value_to_date": lambda facts: _("brought less cost"),
    "fee_a_year": lambda facts: (
        _("the mean of what was paid")
        if facts["known"]
        else _("nothing posted yet: what is typical of a home, or nothing without one")
    ),
    "margin_of_a_sale": lambda facts: (
        _("the mean of this owner's own purchases")
        if facts["known"]
        else _("a typical sale, for want of own ones")
    ),
    "sales_a_year": lambda facts: (
        _("%(sales)s sales a year, bought again, recommended or deterred by an owner who is %(attitude)s")
        % {"sales": f"{facts['sales']:+.3f}", "attitude": attitude(facts["attitude"])}
    ),
    "expected_value": lambda facts: (
        _(
            "%(years)d years, each kept with %(retention)d %%, discounted by %(discount)d %%: "
            "%(factor)s times a year's fees and sales"
        )
        % facts
    ),
    "at_stake": lambda facts: (
        _("what a satisfied owner would bring more than one who is %(attitude)s")
        % {"attitude": attitude(facts["attitude"])}
    ),
}
