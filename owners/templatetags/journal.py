"""What may be done with an entry of the journal where it stands: `{% load journal %}`."""

from django import template

from crm import clock
from crm.accounts.permissions import may
from owners.journal import rules

register = template.Library()


@register.inclusion_tag("owners/journal_tools.html", takes_context=True)
def journal_tools(context, row):
    """Tick off, pin, correct, remove: as far as this reader may."""
    user = context["request"].user
    now = context.get("now") or clock.now()
    writes = may(user, "journal.write")
    return {
        "row": row,
        "writes": writes,
        "may_reword": writes and rules.may_reword(row, user.pk, now),
        "may_remove": writes and (row.author_id == user.pk or may(user, "journal.supervise")),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def overdue(row, now) -> bool:
    return rules.is_overdue(row, now)
