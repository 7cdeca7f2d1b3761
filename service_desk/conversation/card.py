"""What this room adds to the frame."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may
from service_desk.conversation import selectors


def bell(request) -> str | None:
    """How often somebody was named and has not looked; nothing for who reads no cases."""
    user = request.user
    if not user.is_authenticated or not may(user, "cases.view"):
        return None
    return render_to_string("desk/conversation/bell.html", {"unread": selectors.unread(user)}, request)
