"""Who may say what cases have to do with each other."""

from crm.accounts.permissions import declare
from crm.errors import NotFound
from service_desk.cases.access import DESK, case_for
from service_desk.linking.models import CaseLink
from service_desk.linking.selectors import standing_links

declare({"linking.merge": DESK, "linking.undo": DESK, "linking.link": DESK})


def link_for(user, public_id, *, of, to: str = "linking.link") -> CaseLink:
    """The standing link of this UUID on the case `of`, where the user may do `to` with both its cases."""
    rows = standing_links().select_related("upper", "lower")
    link = rows.filter(public_id=public_id).first()
    if link is None or of.pk not in (link.upper_id, link.lower_id):
        raise NotFound()
    for case in (link.upper, link.lower):
        case_for(user, case.number, to=to)
    return link
