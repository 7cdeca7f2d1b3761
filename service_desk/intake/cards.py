"""What the ways in say at the side of a case that is nobody's yet: who it may be."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may
from crm.clock import now
from service_desk.intake.suggesting import perhaps


def people(request, case, **_more):
    """Similar people, each with what speaks for him and a button that makes the case his."""
    if case.owner_id is not None or not case.is_open:
        return None
    if not may(request.user, "cases.attach_owner", project=case.project):
        return None
    found = perhaps(request.user, case, now=now())
    if not found:
        return None
    return render_to_string("desk/intake/people.html", {"case": case, "found": found}, request)
