"""The API of handing a case over."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from service_desk.cases.access import agent_for, case_for, department_for
from service_desk.handingover import selectors, services
from service_desk.handingover import serializers as wire
from service_desk.handingover.access import hand_over_for


class HandOvers(Endpoint):
    """What waits for an answer of mine, and what I have asked."""

    verbs = {"GET": "handover.view"}
    outputs = {"GET": paged(wire.HandOverSerializer)}

    def get(self, request):
        page = CursorPage(selectors.waiting_for(request.user), request, order=selectors.OLDEST)
        return Response(page.answer(wire.HandOverSerializer(page.rows, many=True).data))


class HandOversOfCase(Endpoint):
    """The handing over of one case; and asking somebody to take it."""

    verbs = {"GET": "handover.view", "POST": "handover.propose"}
    inputs = {"POST": wire.AskSerializer}
    outputs = {"GET": wire.HandOverSerializer(many=True), "POST": wire.HandOverSerializer}

    def get(self, request, number):
        case = case_for(request.user, number, to="handover.view")
        return Response(wire.HandOverSerializer(selectors.of_case(case), many=True).data)

    def post(self, request, number):
        given = self.given()
        case = case_for(request.user, number, to="handover.propose")
        to, team = given.pop("to", None), given.pop("team", None)
        row = services.propose(
            request.user,
            case,
            to=agent_for(case, to) if to else None,
            team=department_for(team) if team else None,
            now=self.now,
            **given,
        )
        return Response(wire.HandOverSerializer(row).data, status=201)


class Answer(Endpoint):
    """Base of the answers."""

    outputs = {"POST": wire.HandOverSerializer}
    act = None

    def post(self, request, public_id):
        row = hand_over_for(request.user, public_id, to="handover.answer")
        row = type(self).act(request.user, row, now=self.now, **self.given())
        return Response(wire.HandOverSerializer(row).data, status=201)


class Acceptance(Answer):
    """Take the case over; the owner is told."""

    verbs = {"POST": "handover.answer"}
    inputs = {"POST": wire.AcceptSerializer}
    act = staticmethod(services.accept)


class Refusal(Answer):
    """Say no, with the reason."""

    verbs = {"POST": "handover.answer"}
    inputs = {"POST": wire.RefuseSerializer}
    act = staticmethod(services.refuse)


class Withdrawal(Answer):
    """Take the question back."""

    verbs = {"POST": "handover.answer"}
    inputs = {"POST": wire.WithdrawSerializer}
    act = staticmethod(services.withdraw)
