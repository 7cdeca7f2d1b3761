"""The homes that an engineer looks at because their neighbours have a defect, beside his visits."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may

from . import selectors


def my_looks(request):
    """What is his to look at, by house; nothing where he has none."""
    if not may(request.user, "prevention.look"):
        return None
    rows = selectors.looks_for(request.user)
    return render_to_string("desk/my_looks.html", {"looks": rows}, request) if rows else None
