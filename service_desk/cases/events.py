"""Facts about cases. Order is kept within a case; no fact holds what anybody said."""

from dataclasses import dataclass

from crm.events.base import Event


@dataclass(frozen=True)
class OfCase:
    """What every fact about a case names, and the order in which they are told."""

    case_id: int

    @property
    def stream(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True)
class CaseRegistered(OfCase, Event):
    owner_id: int | None
    project_id: int
    kind: str
    severity: str


@dataclass(frozen=True)
class CaseAssigned(OfCase, Event):
    assignee_id: int


@dataclass(frozen=True)
class CaseInvestigated(OfCase, Event):
    round: int
    substantiated: bool
    department_id: int | None


@dataclass(frozen=True)
class SlipTransferred(OfCase, Event):
    slip_id: int
    department_id: int
    round: int


@dataclass(frozen=True)
class SlipAnswered(OfCase, Event):
    slip_id: int
    department_id: int
    round: int


@dataclass(frozen=True)
class ProposalMade(OfCase, Event):
    proposal_id: int
    amount: int
    currency: str
    round: int


@dataclass(frozen=True)
class ProposalApproved(OfCase, Event):
    proposal_id: int
    approved_by_id: int


@dataclass(frozen=True)
class OwnerDecided(OfCase, Event):
    proposal_id: int
    agreed: bool
    round: int


@dataclass(frozen=True)
class CaseCompleted(OfCase, Event):
    owner_id: int | None
    project_id: int
    round: int


@dataclass(frozen=True)
class ReturnVisitRecorded(OfCase, Event):
    visit_id: int
    owner_id: int | None
    outcome: str


@dataclass(frozen=True)
class CaseClosed(OfCase, Event):
    owner_id: int | None
    project_id: int
    round: int


@dataclass(frozen=True)
class CaseReopened(OfCase, Event):
    owner_id: int | None
    project_id: int
    round: int


@dataclass(frozen=True)
class CaseMerged(OfCase, Event):
    """`case_id` rests and `kept_id` goes on for both; `undone` says that a merge was taken back."""

    kept_id: int
    owner_id: int | None
    undone: bool
