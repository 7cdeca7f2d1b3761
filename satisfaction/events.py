"""What happened on this floor; ids and facts only."""

from dataclasses import dataclass

from crm.events.base import Event


def _stream(case_id: int | None, owner_id: int) -> str:
    """Within a case the order of facts matters; without one, the owner's order does."""
    return f"case:{case_id}" if case_id else f"owner:{owner_id}"


@dataclass(frozen=True)
class QuestionnaireOpened(Event):
    invitation_id: int
    owner_id: int
    case_id: int | None
    status: str

    @property
    def stream(self) -> str:
        return _stream(self.case_id, self.owner_id)


@dataclass(frozen=True)
class FeedbackRecorded(Event):
    """An owner has spoken. `score` and `attitude` are empty where he wrote without judging."""

    feedback_id: int
    owner_id: int
    case_id: int | None
    score: int | None
    attitude: str

    @property
    def stream(self) -> str:
        return _stream(self.case_id, self.owner_id)
