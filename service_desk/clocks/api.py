"""Clocks over the wire: those of a case, the board, what stands still."""

from django.utils.translation import gettext as _
from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.errors import Refused
from crm.web.asked import whole
from owners.days import day_of
from service_desk.cases.access import case_for
from service_desk.clocks import access, earlier, pausing, selectors, stuck
from service_desk.clocks import serializers as shapes


class ClocksOfCase(Endpoint):
    """The clocks of a case that have not stopped, soonest due first, with their pauses."""

    verbs = {"GET": "clocks.view"}
    outputs = {"GET": shapes.PausedClockSerializer(many=True)}

    def get(self, request, number):
        rows = selectors.clocks_of(case_for(request.user, number, to="clocks.view"))
        return Response(shapes.PausedClockSerializer(rows, many=True).data)


class PauseOfClock(Endpoint):
    """Let a clock stand still, for a reason of the list in force."""

    verbs = {"POST": "clocks.pause"}
    inputs = {"POST": shapes.PauseInputSerializer}
    outputs = {"POST": shapes.PauseSerializer}

    def post(self, request, number, name):
        found = access.clock_for(request.user, number, name, to="clocks.pause")
        pause = pausing.pause(request.user, found, now=self.now, **self.given())
        return Response(shapes.PauseSerializer(pause).data, status=201)


class EarlierClock(Endpoint):
    """Ask a department for its answer by an earlier working day; the clock of its slip follows."""

    verbs = {"POST": "clocks.bring_forward"}
    inputs = {"POST": shapes.EarlierInputSerializer}
    outputs = {"POST": shapes.PausedClockSerializer(many=True)}

    def post(self, request, number, name):
        found = access.clock_for(request.user, number, name, to="clocks.bring_forward")
        earlier.bring_forward(request.user, found, now=self.now, **self.given())
        rows = selectors.clocks_of(found.case)
        return Response(shapes.PausedClockSerializer(rows, many=True).data, status=201)


class ResumptionOfClock(Endpoint):
    """Let a clock that stands still go on."""

    verbs = {"POST": "clocks.pause"}
    inputs = {"POST": shapes.EmptySerializer}
    outputs = {"POST": shapes.PausedClockSerializer(many=True)}

    def post(self, request, number, name):
        found = access.clock_for(request.user, number, name, to="clocks.pause")
        pausing.resume(request.user, found, now=self.now)
        rows = selectors.clocks_of(found.case)
        return Response(shapes.PausedClockSerializer(rows, many=True).data, status=201)


class Board(Endpoint):
    """How many clocks are overdue and due within a day, by team and by department."""

    verbs = {"GET": "clocks.view"}
    outputs = {"GET": shapes.BoardSerializer}

    def get(self, request):
        return Response(shapes.BoardSerializer(selectors.board(request.user, self.now)).data)


class People(Endpoint):
    """How much each person has in hand, the most pressed first: everybody where one supervises, else oneself."""

    verbs = {"GET": "clocks.view"}
    outputs = {"GET": shapes.LoadSerializer(many=True)}

    def get(self, request):
        return Response(shapes.LoadSerializer(selectors.loads(request.user, self.now), many=True).data)


class Pressing(Endpoint):
    """The clocks that are overdue or due within a day, soonest due first; at most 50."""

    verbs = {"GET": "clocks.view"}
    outputs = {"GET": shapes.ClockSerializer(many=True)}
    filters = {"overdue": "1 for those overdue only"}

    def get(self, request):
        overdue = request.query_params.get("overdue", "")
        if overdue and whole(overdue) not in (0, 1):
            raise Refused(fields={"overdue": _("Write 1 or 0.")})
        rows = selectors.pressing(request.user, self.now, overdue=overdue == "1")
        return Response(shapes.ClockSerializer(rows, many=True).data)


class StuckCases(Endpoint):
    """What stands still or goes in circles, found last first; at most 50."""

    verbs = {"GET": "clocks.view"}
    outputs = {"GET": shapes.StuckSerializer(many=True)}

    def get(self, request):
        rows = selectors.stuck_cases(request.user, today=day_of(self.now))
        return Response(shapes.StuckSerializer(rows, many=True).data)


class Look(Endpoint):
    """Say what was found in a case that stands still, and when it is looked at again."""

    verbs = {"POST": "clocks.acknowledge"}
    inputs = {"POST": shapes.LookSerializer}
    outputs = {"POST": shapes.StuckSerializer}

    def post(self, request, public_id):
        found = access.stuck_for(request.user, public_id, to="clocks.acknowledge")
        row = stuck.acknowledge(request.user, found, now=self.now, **self.given())
        return Response(shapes.StuckSerializer(row).data, status=201)
