"""For the button above a list."""

import json

from django import template

from crm.accounts.permissions import may

register = template.Library()


@register.simple_tag(takes_context=True)
def may_export(context) -> bool:
    return may(context["request"].user, "exports.run")


@register.filter
def filters_in_force(parameters) -> str:
    """The filters of a list as the button sends them, empty ones left out."""
    return json.dumps(
        {name: value for name, value in (parameters or {}).items() if value}, ensure_ascii=False
    )
