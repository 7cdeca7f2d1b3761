"""What an imported case shows beside itself: what its source said about it."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm.imports import selectors
from crm.imports.models import Kind

# The facts that the shipped mappings keep; a mapping of one's own names its facts itself.
NAMES = {
    "on_time": _("on time"),
    "target": _("due there"),
    "opened": _("received there"),
    "closed": _("closed there"),
    "status": _("state there"),
    "queue": _("queue"),
    "department": _("department"),
    "type": _("type"),
    "location": _("place"),
    "category": _("category"),
    "sender": _("sender"),
    "supported": _("in favour"),
    "opposed": _("against"),
}


def external_facts(request, *, case=None, **context) -> str | None:
    """The facts of the source, word for word; nothing for what was registered here."""
    if case is None:
        return None
    facts = [
        (source, [(NAMES.get(name, name), value) for name, value in said.items()])
        for source, said in selectors.external_facts(Kind.CASES, case.number)
    ]
    return render_to_string("imports/facts.html", {"facts": facts}, request) if facts else None
