"""What a case has to do with others, as its page shows it."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may
from service_desk.cases.states import CaseStatus
from service_desk.linking.selectors import kin_of


def banner(request, case):
    """Over a merged case stands where it goes on."""
    if case.status != CaseStatus.MERGED:
        return None
    return render_to_string("desk/linking/banner.html", {"case": case, "kept": case.merged_into}, request)


def side(request, case, owner=None):
    """Whatever belongs together, at the right of the case; silent where nothing does."""
    kin = kin_of(case, reader=request.user)
    if kin.is_empty:
        return None
    context = {"case": case, "kin": kin, "may_link": may(request.user, "linking.link", project=case.project)}
    return render_to_string("desk/linking/side.html", context, request)
