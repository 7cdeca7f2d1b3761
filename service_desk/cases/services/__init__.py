"""The only writers of cases: one business verb a function, in one file for each part of the procedure."""

from service_desk.cases.services.approving import decide_approval
from service_desk.cases.services.attaching import attach_owner
from service_desk.cases.services.closing import close, reopen
from service_desk.cases.services.departments import answer_slip, read_result, transfer
from service_desk.cases.services.giving import assign
from service_desk.cases.services.implementing import add_action, complete, finish_action
from service_desk.cases.services.intake import confirm_severity, register
from service_desk.cases.services.investigating import explain, investigate
from service_desk.cases.services.proposing import propose, record_owner_decision, refuse_all
from service_desk.cases.services.talking import add_owner_words, note, reply
from service_desk.cases.services.visiting import plan_return_visits, record_return_visit

__all__ = [
    "add_action",
    "add_owner_words",
    "answer_slip",
    "assign",
    "attach_owner",
    "close",
    "complete",
    "confirm_severity",
    "decide_approval",
    "explain",
    "finish_action",
    "investigate",
    "note",
    "plan_return_visits",
    "propose",
    "read_result",
    "record_owner_decision",
    "record_return_visit",
    "refuse_all",
    "register",
    "reopen",
    "reply",
    "transfer",
]
