"""The API of what hangs on a case: slips, proposals, actions and return visits."""

from rest_framework.response import Response

from crm.api.views import Endpoint
from service_desk.cases import inputs, selectors, services
from service_desk.cases import serializers as out
from service_desk.cases.access import action_for, proposal_for, slip_for, visit_for


class Slips(Endpoint):
    """The slips that wait for one's own departments, soonest due first."""

    verbs = {"GET": "slips.view"}
    outputs = {"GET": out.SlipForDepartmentSerializer(many=True)}

    def get(self, request):
        return Response(out.SlipForDepartmentSerializer(selectors.my_slips(request.user), many=True).data)


class OneSlip(Endpoint):
    """One transfer slip, with what its department must know of the case."""

    verbs = {"GET": "slips.view"}
    outputs = {"GET": out.SlipForDepartmentSerializer}

    def get(self, request, number):
        return Response(out.SlipForDepartmentSerializer(slip_for(request.user, number)).data)


class SlipAnswer(Endpoint):
    """The department answers with a solution."""

    verbs = {"POST": "slips.answer"}
    inputs = {"POST": inputs.SolutionSerializer}
    outputs = {"POST": out.SlipSerializer}

    def post(self, request, number):
        slip = slip_for(request.user, number, to="slips.answer")
        slip = services.answer_slip(request.user, slip, now=self.now, **self.given())
        return Response(out.SlipSerializer(slip).data, status=201)


class ResultReading(Endpoint):
    """The department has read what came of its solution."""

    verbs = {"POST": "slips.answer"}
    inputs = {"POST": inputs.ResultReadSerializer}
    outputs = {"POST": out.SlipSerializer}

    def post(self, request, number):
        slip = slip_for(request.user, number, to="slips.answer")
        slip = services.read_result(request.user, slip, now=self.now)
        return Response(out.SlipSerializer(slip).data, status=201)


class Proposals(Endpoint):
    """The proposals that wait for approval, oldest first."""

    verbs = {"GET": "cases.approve"}
    outputs = {"GET": out.ProposalSerializer(many=True)}

    def get(self, request):
        return Response(out.ProposalSerializer(selectors.proposals_to_approve(request.user), many=True).data)


class OneProposal(Endpoint):
    """One proposal with its parts."""

    verbs = {"GET": "cases.view"}
    outputs = {"GET": out.ProposalSerializer}

    def get(self, request, number):
        return Response(out.ProposalSerializer(proposal_for(request.user, number)).data)


class Approval(Endpoint):
    """Approve a proposal within one's limit, or refuse to."""

    verbs = {"POST": "cases.approve"}
    inputs = {"POST": inputs.ApprovalSerializer}
    outputs = {"POST": out.ProposalSerializer}

    def post(self, request, number):
        proposal = proposal_for(request.user, number, to="cases.approve")
        proposal = services.decide_approval(request.user, proposal, now=self.now, **self.given())
        return Response(out.ProposalSerializer(proposal).data, status=201)


class OwnerDecision(Endpoint):
    """What the owner said to the proposal."""

    verbs = {"POST": "cases.owner_decision"}
    inputs = {"POST": inputs.OwnerDecisionSerializer}
    outputs = {"POST": out.ProposalSerializer}

    def post(self, request, number):
        proposal = proposal_for(request.user, number, to="cases.owner_decision")
        proposal = services.record_owner_decision(request.user, proposal, now=self.now, **self.given())
        return Response(out.ProposalSerializer(proposal).data, status=201)


class Actions(Endpoint):
    """The open actions of one's own departments, soonest due first."""

    verbs = {"GET": "actions.view"}
    outputs = {"GET": out.ActionSerializer(many=True)}

    def get(self, request):
        return Response(out.ActionSerializer(selectors.my_actions(request.user), many=True).data)


class ActionCompletion(Endpoint):
    """Report one action as done."""

    verbs = {"POST": "actions.finish"}
    inputs = {"POST": inputs.FinishSerializer}
    outputs = {"POST": out.ActionSerializer}

    def post(self, request, public_id):
        action = action_for(request.user, public_id, to="actions.finish")
        action = services.finish_action(request.user, action, now=self.now, **self.given())
        return Response(out.ActionSerializer(action).data, status=201)


class Visits(Endpoint):
    """The planned return visits that one may make, soonest due first."""

    verbs = {"GET": "visits.view"}
    outputs = {"GET": out.VisitSerializer(many=True)}

    def get(self, request):
        return Response(out.VisitSerializer(selectors.due_visits(request.user), many=True).data)


class OneVisit(Endpoint):
    """One return visit."""

    verbs = {"GET": "visits.view"}
    outputs = {"GET": out.VisitSerializer}

    def get(self, request, number):
        return Response(out.VisitSerializer(visit_for(request.user, number)).data)


class Outcome(Endpoint):
    """What came of a return visit; never by whoever handled the case."""

    verbs = {"POST": "visits.record"}
    inputs = {"POST": inputs.OutcomeSerializer}
    outputs = {"POST": out.VisitSerializer}

    def post(self, request, number):
        visit = visit_for(request.user, number, to="visits.record")
        visit = services.record_return_visit(request.user, visit, now=self.now, **self.given())
        return Response(out.VisitSerializer(visit).data, status=201)
