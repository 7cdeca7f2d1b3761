"""What an imported case shows beside itself: what its source said about it."""

from django.template.loader import render_to_string

from crm.imports import selectors
from crm.imports.models import Kind


def external_facts(request, *, case=None, **context) -> str | None:
    """The facts of the source, word for word; nothing for what was registered here."""
    if case is None:
        return None
    facts = selectors.external_facts(Kind.CASES, case.number)
    return render_to_string("imports/facts.html", {"facts": facts}, request) if facts else None
