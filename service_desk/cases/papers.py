"""Everything that hangs on one case, read in a fixed number of queries whatever its size."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.functional import cached_property

from crm.reading import Kept, Open
from service_desk.cases import hanging
from service_desk.cases.comparing import Comparison, side_by_side
from service_desk.cases.models import (
    Action,
    Case,
    Investigation,
    Proposal,
    ProposalPart,
    ReturnVisit,
    TransferSlip,
)
from service_desk.cases.states import (
    PROPOSAL_OPEN,
    ActionStatus,
    ProposalStatus,
    SlipStatus,
    VisitStatus,
)
from service_desk.clocks.models import Deadline


@dataclass
class Papers:
    """A case's forms and clocks, oldest first."""

    case: Case
    investigations: list[Investigation] = field(default_factory=list)
    slips: list[TransferSlip] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    visits: list[ReturnVisit] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)

    @cached_property
    def finding(self) -> Investigation | None:
        """The finding that counts in this round; before any, that of an earlier round does not."""
        ours = [row for row in self.investigations if row.substantiated == self.case.substantiated]
        return ours[-1] if ours and self.case.substantiated is not None else None

    @cached_property
    def waiting_slips(self) -> list[TransferSlip]:
        return [slip for slip in self.slips if slip.status == SlipStatus.SENT]

    @cached_property
    def open_proposals(self) -> list[Proposal]:
        return [row for row in self.proposals if row.status in PROPOSAL_OPEN]

    @cached_property
    def compared(self) -> Comparison | None:
        """The proposals side by side, where there are several."""
        return side_by_side(self.proposals)

    @cached_property
    def agreed(self) -> Proposal | None:
        agreed = [row for row in self.proposals if row.status == ProposalStatus.AGREED]
        return agreed[-1] if agreed else None

    @cached_property
    def open_actions(self) -> list[Action]:
        return [row for row in self.actions if row.status == ActionStatus.OPEN]

    @cached_property
    def visits_of_round(self) -> list[ReturnVisit]:
        return [row for row in self.visits if row.round == self.case.round]

    @cached_property
    def planned_visits(self) -> list[ReturnVisit]:
        return [row for row in self.visits_of_round if row.status == VisitStatus.PLANNED]

    @cached_property
    def running_clocks(self) -> list[Deadline]:
        """The clocks that tick, soonest first."""
        return sorted((row for row in self.deadlines if row.is_running), key=lambda row: row.due_at)


def papers_of(case: Case) -> Papers:
    """Seven queries: the six kinds of paper, and the parts of all proposals together."""
    parts = Prefetch("parts", ProposalPart.objects.order_by("id"))
    return Papers(
        case=case,
        investigations=list(
            hanging.of(case, Investigation).select_related("department", "investigated_by").order_by("id")
        ),
        slips=list(
            hanging.of(case, TransferSlip)
            .select_related("department", "sent_by", "answered_by")
            .order_by("id")
        ),
        proposals=list(
            hanging.of(case, Proposal)
            .select_related("proposed_by", "approved_by")
            .prefetch_related(parts)
            .order_by("id")
        ),
        actions=list(
            hanging.of(case, Action).select_related("department", "set_by", "done_by").order_by("id")
        ),
        visits=list(hanging.of(case, ReturnVisit).select_related("officer").order_by("round", "sequence")),
        deadlines=_DEADLINES.rows_of("case", case),
    )


_DEADLINES = Kept(
    lambda: (
        Deadline.objects.filter(case=Open("case"))
        .select_related("calendar_version__calendar", "slip__department", "set_by__policy")
        .order_by("id")
    )
)
