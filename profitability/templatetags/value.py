"""How value is written: sums of many years need no cents."""

from django import template

from crm.web.formats import money_text

register = template.Library()


@register.filter
def whole_money(amount, currency):
    """Minor units as money, to the whole unit."""
    return money_text(whole(amount), currency)


def whole(amount: int) -> int:
    return round(amount / 100) * 100
