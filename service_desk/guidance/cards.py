"""What guidance puts on the page of a case."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may
from crm.clock import now
from service_desk.guidance import playbooks


def composer(request, case, **_beside):
    """Where the composers of this case have themselves read, and what can be put into them."""
    if not may(request.user, "guidance.use"):
        return None
    return render_to_string("desk/guidance/composer.html", {"case": case}, request)


def playbook(request, case, **_beside):
    """The playbook beside an open case, step by step."""
    if not case.is_open or not may(request.user, "guidance.use", project=case.project):
        return None
    shown = playbooks.card(request.user, case)
    if shown is None:
        return None
    context = {"card": shown, "case": case, "now": now()}
    return render_to_string("desk/guidance/playbook_card.html", context, request)
