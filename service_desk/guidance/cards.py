"""What guidance puts on the page of a case."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may


def composer(request, case, **_beside):
    """Where the composers of this case have themselves read, and what can be put into them."""
    if not may(request.user, "guidance.use"):
        return None
    return render_to_string("desk/guidance/composer.html", {"case": case}, request)
