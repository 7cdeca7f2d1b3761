"""Facts about cases. Order is kept within a case; no fact holds what anybody said."""

from dataclasses import dataclass

from crm.events.base import Event


@dataclass(frozen=True)
class CaseEvent(Event):
    case_id: int

    @property
    def stream(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True)
class CaseRegistered(CaseEvent):
    owner_id: int | None
    project_id: int
    kind: str
    severity: str


@dataclass(frozen=True)
class CaseAssigned(CaseEvent):
    assignee_id: int


@dataclass(frozen=True)
class CaseInvestigated(CaseEvent):
    round: int
    substantiated: bool
    department_id: int | None


@dataclass(frozen=True)
class SlipTransferred(CaseEvent):
    slip_id: int
    department_id: int
    round: int


@dataclass(frozen=True)
class SlipAnswered(CaseEvent):
    slip_id: int
    department_id: int
    round: int


@dataclass(frozen=True)
class ProposalMade(CaseEvent):
    proposal_id: int
    amount: int
    currency: str
    round: int


@dataclass(frozen=True)
class ProposalApproved(CaseEvent):
    proposal_id: int
    approved_by_id: int


@dataclass(frozen=True)
class OwnerDecided(CaseEvent):
    proposal_id: int
    agreed: bool
    round: int


@dataclass(frozen=True)
class CaseCompleted(CaseEvent):
    owner_id: int | None
    project_id: int
    round: int


@dataclass(frozen=True)
class ReturnVisitRecorded(CaseEvent):
    visit_id: int
    owner_id: int | None
    outcome: str


@dataclass(frozen=True)
class CaseClosed(CaseEvent):
    owner_id: int | None
    project_id: int
    round: int


@dataclass(frozen=True)
class CaseReopened(CaseEvent):
    owner_id: int | None
    project_id: int
    round: int
