"""The tags of a case, under its title, with a way to put one on and take one off."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may
from service_desk.workspace import selectors


def tags(request, case, **_more):
    """Silent where there are none and the reader may put none on. Two queries."""
    allowed = may(request.user, "cases.tag", project=case.project)
    put_on = [row.tag.name for row in selectors.tags_of(case)]
    if not put_on and not allowed:
        return None
    known = [row.name for row in selectors.tags() if row.name not in put_on] if allowed else []
    context = {"case": case, "tags": put_on, "known": known, "allowed": allowed}
    return render_to_string("desk/case_tag_line.html", context, request)
