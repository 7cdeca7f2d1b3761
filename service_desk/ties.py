"""What the service desk keeps of an owner."""

from owners.ties import Tie, register

PROCEDURE = "the course of a complaint stays provable; what the person said in it goes"


def say() -> None:
    register(
        [
            Tie("service_desk.Case"),
            Tie("service_desk.CaseHistory", "case__owner", because=PROCEDURE),
            Tie("service_desk.CaseMessage", "case__owner"),
            Tie("service_desk.Investigation", "case__owner"),
            Tie("service_desk.TransferSlip", "case__owner"),
            Tie("service_desk.Proposal", "case__owner"),
            Tie("service_desk.ProposalPart", "proposal__case__owner"),
            Tie("service_desk.Action", "case__owner"),
            Tie("service_desk.ReturnVisit", "case__owner"),
            Tie("service_desk.Directive", alike=("purpose",)),
        ]
    )
