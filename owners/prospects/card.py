"""What somebody asks about, on his tracking card."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may

from . import selectors, wording


def interests(request, owner):
    """His interests project by project, with the score and its weightiest reasons; silent where there are none."""
    if not may(request.user, "prospects.view"):
        return None
    rows = [
        {"prospect": row, "step": selectors.step_of(row), "why": wording.briefly(row.reasons)}
        for row in selectors.interests_of(request.user, owner)
    ]
    return render_to_string("owners/prospects/card.html", {"rows": rows}, request) if rows else None
