"""The shorter way on the page of a case that has one."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may
from service_desk.topics.forms import SHORT_WAYS
from service_desk.topics.services import STANDS_BEFORE_AN_ANSWER


def short_way(request, case, **_beside):
    """What an inquiry, a suggestion or praise needs instead of the seven steps."""
    form_class = SHORT_WAYS.get(case.kind)
    if form_class is None or case.status not in STANDS_BEFORE_AN_ANSWER:
        return None
    if not may(request.user, "topics.answer", project=case.project):
        return None
    return render_to_string("desk/topics/card.html", {"case": case, "label": form_class.label}, request)
