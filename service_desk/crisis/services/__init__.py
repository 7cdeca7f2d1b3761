"""The only writers of the crisis room; one business verb a function."""

from service_desk.crisis.services.posts import answer_post, register_post
from service_desk.crisis.services.recording import (
    add_legal_step,
    correct_contact,
    finish_legal_step,
    log_contact,
)
from service_desk.crisis.services.reporting import make_due_reports, make_report
from service_desk.crisis.services.room import (
    attach_case,
    close,
    name_spokesperson,
    open_crisis,
    put_in_charge,
    set_rhythm,
)
from service_desk.crisis.services.statements import (
    approve_statement,
    draft_statement,
    drop_statement,
    publish_statement,
)

__all__ = [
    "add_legal_step",
    "answer_post",
    "approve_statement",
    "attach_case",
    "close",
    "correct_contact",
    "draft_statement",
    "drop_statement",
    "finish_legal_step",
    "log_contact",
    "make_due_reports",
    "make_report",
    "name_spokesperson",
    "open_crisis",
    "publish_statement",
    "put_in_charge",
    "register_post",
    "set_rhythm",
]
