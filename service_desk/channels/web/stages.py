"""What an owner is told of where his case stands: five stages in plain words. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from service_desk.cases.states import CaseStatus

S = CaseStatus
STAGES = (
    ({S.REGISTERED, S.ASSIGNED}, _("It has arrived"), _("A colleague reads it and comes back to you.")),
    (
        {S.INVESTIGATING, S.TRANSFERRED, S.ANSWERED, S.EXPLAINED, S.MERGED},
        _("We look into it"),
        _("We find out what happened and who can put it right."),
    ),
    ({S.PROPOSED}, _("We agree with you"), _("You say whether our proposal suits you.")),
    ({S.AGREED, S.IMPLEMENTING}, _("It is being put right"), _("We follow each step until it is done.")),
    ({S.COMPLETED, S.VISITING, S.CLOSED}, _("Everything is done"), _("We ask you whether you are content.")),
)


@dataclass(frozen=True)
class Stage:
    title: object
    words: object
    state: str  # "past", "here" or "ahead"


def stages(status: str) -> list[Stage]:
    """The five stages with the one where the case stands; at the end all lie behind."""
    here = next(number for number, (held, _title, _words) in enumerate(STAGES) if status in held)
    if status == S.CLOSED:
        here = len(STAGES)
    words = {-1: "past", 0: "here", 1: "ahead"}
    return [
        Stage(title, text, words[(number > here) - (number < here)])
        for number, (_held, title, text) in enumerate(STAGES)
    ]
