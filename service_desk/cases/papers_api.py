"""The API of what hangs on a case: slips, proposals, actions and return visits."""

from crm.api.things import Deed, Listed, Shown
from service_desk.cases import inputs, selectors, services
from service_desk.cases import serializers as out
from service_desk.cases.access import action_for, proposal_for, slip_for, visit_for


class Slips(Listed):
    """The slips that wait for one's own departments, soonest due first."""

    verbs = {"GET": "slips.view"}
    outputs = {"GET": out.SlipForDepartmentSerializer(many=True)}
    rows = staticmethod(selectors.my_slips)


class OneSlip(Shown):
    """One transfer slip, with what its department must know of the case."""

    verbs = {"GET": "slips.view"}
    outputs = {"GET": out.SlipForDepartmentSerializer}
    find = staticmethod(slip_for)


class SlipAnswer(Deed):
    """The department answers with a solution."""

    verbs = {"POST": "slips.answer"}
    inputs = {"POST": inputs.SolutionSerializer}
    outputs = {"POST": out.SlipSerializer}
    find, do = staticmethod(slip_for), staticmethod(services.answer_slip)


class ResultReading(Deed):
    """The department has read what came of its solution."""

    verbs = {"POST": "slips.answer"}
    inputs = {"POST": inputs.ResultReadSerializer}
    outputs = {"POST": out.SlipSerializer}
    find, do = staticmethod(slip_for), staticmethod(services.read_result)


class Proposals(Listed):
    """The proposals that wait for approval, oldest first."""

    verbs = {"GET": "cases.approve"}
    outputs = {"GET": out.ProposalSerializer(many=True)}
    rows = staticmethod(selectors.proposals_to_approve)


class OneProposal(Shown):
    """One proposal with its parts."""

    verbs = {"GET": "cases.view"}
    outputs = {"GET": out.ProposalSerializer}
    find = staticmethod(proposal_for)


class Approval(Deed):
    """Approve a proposal within one's limit, or refuse to."""

    verbs = {"POST": "cases.approve"}
    inputs = {"POST": inputs.ApprovalSerializer}
    outputs = {"POST": out.ProposalSerializer}
    find, do = staticmethod(proposal_for), staticmethod(services.decide_approval)


class OwnerDecision(Deed):
    """What the owner said to the proposal."""

    verbs = {"POST": "cases.owner_decision"}
    inputs = {"POST": inputs.OwnerDecisionSerializer}
    outputs = {"POST": out.ProposalSerializer}
    find, do = staticmethod(proposal_for), staticmethod(services.record_owner_decision)


class Actions(Listed):
    """The open actions of one's own departments, soonest due first."""

    verbs = {"GET": "actions.view"}
    outputs = {"GET": out.ActionSerializer(many=True)}
    rows = staticmethod(selectors.my_actions)


class ActionCompletion(Deed):
    """Report one action as done."""

    verbs = {"POST": "actions.finish"}
    inputs = {"POST": inputs.FinishSerializer}
    outputs = {"POST": out.ActionSerializer}
    find, do = staticmethod(action_for), staticmethod(services.finish_action)


class Visits(Listed):
    """The planned return visits that one may make, soonest due first."""

    verbs = {"GET": "visits.view"}
    outputs = {"GET": out.VisitSerializer(many=True)}
    rows = staticmethod(selectors.due_visits)


class OneVisit(Shown):
    """One return visit."""

    verbs = {"GET": "visits.view"}
    outputs = {"GET": out.VisitSerializer}
    find = staticmethod(visit_for)


class Outcome(Deed):
    """What came of a return visit; never by whoever handled the case."""

    verbs = {"POST": "visits.record"}
    inputs = {"POST": inputs.OutcomeSerializer}
    outputs = {"POST": out.VisitSerializer}
    find, do = staticmethod(visit_for), staticmethod(services.record_return_visit)
