"""The API of repairs."""

from datetime import date

from django.utils import timezone
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from owners.access import project_for
from service_desk.cases.access import case_for

from . import access, selectors, services
from . import api_shapes as shapes


def _whole(user, number: str) -> dict:
    return shapes.whole(selectors.whole(access.order_for(user, number)))


class Orders(Endpoint):
    """Repairs in scope, newest first."""

    verbs = {"GET": "repairs.view"}
    outputs = {"GET": paged(shapes.OrderRow)}

    def get(self, request):
        """Filters: `project`, `show` (open, again, all)."""
        asked, project = request.query_params, None
        if asked.get("project"):
            project = project_for(request.user, asked["project"], to="repairs.view")
        rows = selectors.listed(request.user, project=project, show=asked.get("show", "open"))
        page = CursorPage(rows, request, order=("-id",))
        return Response(page.answer([shapes.order_row(row) for row in page.rows]))


class OrdersOfCase(Endpoint):
    """Order a repair for a case."""

    verbs = {"POST": "repairs.order"}
    inputs = {"POST": shapes.OrderIn}
    outputs = {"POST": shapes.OrderOut}

    def post(self, request, number):
        """A case without a home is refused with the code `no_home`."""
        case = case_for(request.user, number, to="repairs.order")
        row = services.order(request.user, case, now=self.now, **self.given())
        return Response(_whole(request.user, row.number), status=201)


class OneOrder(Endpoint):
    """One repair with its visits, the liable contractors and the recoveries."""

    verbs = {"GET": "repairs.view"}
    outputs = {"GET": shapes.OrderOut}

    def get(self, request, number):
        return Response(_whole(request.user, number))


class Visits(Endpoint):
    """Offer times for a visit."""

    verbs = {"POST": "repairs.order"}
    inputs = {"POST": shapes.OfferIn}
    outputs = {"POST": shapes.OrderOut}

    def post(self, request, number):
        """An engineer who is promised elsewhere at one of the times is refused with the code `engineer_busy`."""
        order, said = access.order_for(request.user, number, to="repairs.order"), self.given()
        engineer, contractor = said.get("engineer"), said.get("contractor")
        services.offer(
            request.user,
            order,
            engineer=access.engineer_called(order.case.project, engineer) if engineer else None,
            contractor=access.contractor_called(contractor) if contractor else None,
            times=[(time["starts_at"], time["ends_at"]) for time in said["times"]],
            write=said["write"],
            now=self.now,
        )
        return Response(_whole(request.user, number), status=201)


class _Step(Endpoint):
    """One verb of an order, with what the service takes as its body."""

    def post(self, request, number):
        order = access.order_for(request.user, number, to=self.verbs["POST"])
        self.perform(request.user, order)
        return Response(_whole(request.user, number), status=201)

    def perform(self, user, order):
        raise NotImplementedError


class Finish(_Step):
    """The repair is done; refused with `visit_ahead` while a visit is still to come."""

    verbs = {"POST": "repairs.order"}
    inputs = {"POST": shapes.ResultIn}
    outputs = {"POST": shapes.OrderOut}

    def perform(self, user, order):
        services.finish(user, order, now=self.now, **self.given())


class Cancellation(_Step):
    """The repair is called off."""

    verbs = {"POST": "repairs.order"}
    inputs = {"POST": shapes.BecauseIn}
    outputs = {"POST": shapes.OrderOut}

    def perform(self, user, order):
        services.cancel(user, order, now=self.now, **self.given())


class Costs(_Step):
    """What it cost; a negative amount takes a mistake back."""

    verbs = {"POST": "repairs.cost"}
    inputs = {"POST": shapes.CostIn}
    outputs = {"POST": shapes.OrderOut}

    def perform(self, user, order):
        services.add_cost(user, order, now=self.now, **self.given())


class Liable(_Step):
    """Which contractors answer for what share; replaces what was said before."""

    verbs = {"POST": "repairs.order"}
    inputs = {"POST": shapes.LiableIn}
    outputs = {"POST": shapes.OrderOut}

    def perform(self, user, order):
        said = self.given()["parties"]
        parties = [(access.contractor_called(one["contractor"]), one["share"]) for one in said]
        services.set_liable(user, order, parties=parties, now=self.now)


class Claims(_Step):
    """Claim from the liable contractors their shares of the cost; once."""

    verbs = {"POST": "repairs.recover"}
    outputs = {"POST": shapes.OrderOut}

    def perform(self, user, order):
        services.claim(user, order, now=self.now)


class _VisitStep(Endpoint):
    def post(self, request, public_id):
        call = access.call_for(request.user, public_id, to=self.verbs["POST"])
        row = self.perform(request.user, call)
        return Response(shapes.call(row, row.times.order_by("position")))

    def perform(self, user, call):
        raise NotImplementedError


class Choice(_VisitStep):
    """The time that the owner chose; taken meanwhile, it is refused with the code `time_taken`."""

    verbs = {"POST": "repairs.order"}
    inputs = {"POST": shapes.ChoiceIn}
    outputs = {"POST": {200: shapes.CallShape}}

    def perform(self, user, call):
        return services.choose(user, call, now=self.now, **self.given())


class Outcome(_VisitStep):
    """What came of a visit."""

    verbs = {"POST": "repairs.call"}
    inputs = {"POST": shapes.OutcomeIn}
    outputs = {"POST": {200: shapes.CallShape}}

    def perform(self, user, call):
        return services.record_outcome(user, call, now=self.now, **self.given())


class CallingOff(_VisitStep):
    """A visit that is given up."""

    verbs = {"POST": "repairs.order"}
    inputs = {"POST": shapes.BecauseIn}
    outputs = {"POST": {200: shapes.CallShape}}

    def perform(self, user, call):
        return services.cancel_call(user, call, now=self.now, **self.given())


class OneRecovery(Endpoint):
    """Where a claim stands: agreed, received, written off."""

    verbs = {"POST": "repairs.recover"}
    inputs = {"POST": shapes.RecoveryIn}
    outputs = {"POST": {200: shapes.RecoveryShape}}

    def post(self, request, public_id):
        row = access.recovery_for(request.user, public_id)
        return Response(
            shapes.recovery(services.move_recovery(request.user, row, now=self.now, **self.given()))
        )


class Calendar(Endpoint):
    """The agreed visits of a day, a week or a month."""

    verbs = {"GET": "repairs.view"}
    outputs = {"GET": shapes.CalendarOut}

    def get(self, request):
        """`view` (day, week, month), `on` (a day), `who` (user:… or contractor:…)."""
        asked = request.query_params
        try:
            on = date.fromisoformat(asked.get("on", ""))
        except ValueError:
            on = timezone.localtime(self.now).date()
        view = asked.get("view", "week")
        view = view if view in ("day", "week", "month") else "week"
        _days, rows = selectors.calendar(request.user, view, on, who=asked.get("who", ""))
        calls = [found for row in rows for cell in row.days for found in cell]
        return Response({"results": [shapes.call(found) for found in calls]})


class Contractors(Endpoint):
    """The register of contractors; and adding one."""

    verbs = {"GET": "contractors.view", "POST": "contractors.edit"}
    inputs = {"POST": shapes.ContractorShape}
    outputs = {"GET": shapes.ContractorsOut, "POST": shapes.ContractorShape}

    def get(self, request):
        rows = selectors.contractors(request.user)
        found = [{"code": row.code, "name": row.name, "trade": row.trade} for row in rows]
        return Response({"results": found})

    def post(self, request):
        """A code that is here already is refused with the code `duplicate_contractor`."""
        row = services.add_contractor(request.user, now=self.now, **self.given())
        return Response({"code": row.code, "name": row.name, "trade": str(row.trade)}, status=201)


class OneContractor(Endpoint):
    """One contractor, and changing him; who is no longer active is not offered for new work."""

    verbs = {"GET": "contractors.view", "PUT": "contractors.edit"}
    inputs = {"PUT": shapes.ContractorEdit}
    outputs = {"GET": shapes.OneContractorOut, "PUT": shapes.OneContractorOut}

    def get(self, request, code):
        return Response(shapes.OneContractorOut(access.contractor_for(request.user, code)).data)

    def put(self, request, code):
        row = access.contractor_for(request.user, code, to="contractors.edit")
        changed = services.edit_contractor(request.user, row, now=self.now, **self.given())
        return Response(shapes.OneContractorOut(changed).data)


class Contracts(Endpoint):
    """What a contractor built in a project."""

    verbs = {"POST": "contractors.edit"}
    inputs = {"POST": shapes.ContractIn}
    outputs = {"POST": shapes.ContractOut}

    def post(self, request, code):
        row, said = access.contractor_for(request.user, code, to="contractors.edit"), dict(self.given())
        project = project_for(request.user, said.pop("project"), to="contractors.view")
        made = services.add_contract(request.user, row, project, now=self.now, **said)
        names = ("number", "retention_amount", "currency", "warranty_until")
        answer = {"contractor": code, "project": project.code} | {name: getattr(made, name) for name in names}
        return Response(answer, status=201)
