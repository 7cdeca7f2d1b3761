"""The part of a case that was given to a department: what its people see where a link leads to the whole."""

from django.shortcuts import render

from crm import clock
from service_desk.cases import access
from service_desk.cases.forms import ActionDoneForm, SlipAnswerForm
from service_desk.cases.part import part_of
from service_desk.cases.states import ActionStatus, SlipStatus
from service_desk.cases.views.worklists import offered


def part_response(request, number):
    """His slips, actions and visits of this case; where there are none it says so, and where his lists stand."""
    user = request.user
    part = part_of(user, access.case_for(user, number, to="slips.view"))
    waiting = part.case.is_open
    slips = [row for row in part.slips if waiting and row.status == SlipStatus.SENT]
    actions = [row for row in part.actions if waiting and row.status == ActionStatus.OPEN]
    context = {
        "now": clock.now(),
        "part": part,
        "work": "slips",  # where his answer leads on, and where one that is refused comes back with its text
        "case": part.case,
        "slips": offered(SlipAnswerForm, user, slips),
        "actions": offered(ActionDoneForm, user, actions),
        "past_slips": [row for row in part.slips if row not in slips],
        "past_actions": [row for row in part.actions if row not in actions],
    }
    return render(request, "desk/case_part.html", context, status=200 if part else 403)
