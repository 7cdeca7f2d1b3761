"""What stands about duplicates beside the card."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may

from . import selectors


def side(request, owner, **context) -> str | None:
    """Whom this owner looks like, and merging by hand."""
    if not may(request.user, "duplicates.view"):
        return None
    pairs = selectors.suspected(request.user, owner)
    may_merge = may(request.user, "duplicates.merge")
    if not (pairs or may_merge):
        return None
    shown = {"owner": owner, "pairs": pairs, "may_merge": may_merge}
    return render_to_string("owners/duplicates/side.html", shown, request)
