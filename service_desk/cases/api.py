"""The API of cases: each step of the procedure is a POST on a sub-resource of the case or of its paper."""

from django.utils.translation import gettext as _
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from owners.access import home_for, owner_for
from service_desk.cases import inputs, selectors, services
from service_desk.cases import serializers as out
from service_desk.cases.access import agent_for, case_for, department_for, project_for
from service_desk.cases.bodies import case_body
from service_desk.cases.terms import Direction
from service_desk.guidance.guard import said_in


class Cases(Endpoint):
    """The queue, `?view=` and filters; and registering what an owner reports."""

    verbs = {"GET": "cases.view", "POST": "cases.register"}
    inputs = {"POST": inputs.RegisterSerializer}
    outputs = {"GET": paged(out.CaseRowSerializer), "POST": out.CaseSerializer}

    def get(self, request):
        """Which views, orders (`sort`) and filters there are, `case-views` tells; `q` is a piece of what was said."""
        asked = request.query_params
        view = selectors.view_called(asked.get("view", "open"))
        sort = selectors.sort_called(view, asked.get("sort", ""))
        rows = selectors.queue(request.user, view.key, asked, now=self.now)
        page = CursorPage(rows, request, order=selectors.order_of(view.key, sort))
        return Response(page.answer([out.queue_row(row) for row in selectors.dressed(page.rows)]))

    def post(self, request):
        given, user = self.given(), request.user
        project = project_for(user, given.pop("project"), to="cases.register")
        owner, home, demand = given.pop("owner", None), given.pop("home", None), given.pop("demand", None)
        owner = owner_for(user, owner) if owner else None
        given.setdefault("language", owner.language if owner else user.language)
        given.setdefault("received_at", self.now)
        case = services.register(
            user,
            project=project,
            owner=owner,
            home=home_for(user, home) if home else None,
            demand_amount=_in_currency_of(project, demand),
            now=self.now,
            **given,
        )
        return Response(case_body(case), status=201)


def _in_currency_of(project, demand: dict | None) -> int | None:
    """The sum that is asked for, in minor units; another currency than the project's is not taken for it."""
    if demand is None:
        return None
    if demand["currency"] != project.currency:
        sentence = _("This project counts in %(currency)s.") % {"currency": project.currency}
        raise Refused(fields={"demand": sentence})
    return demand["amount"]


class Counts(Endpoint):
    """How many cases each view of the queue holds; 1001 stands for more than a thousand."""

    verbs = {"GET": "cases.view"}

    def get(self, request):
        return Response(selectors.counts(request.user, now=self.now))


class OneCase(Endpoint):
    """A case with all its papers, where it stands in the seven steps, and what comes next."""

    verbs = {"GET": "cases.view"}
    outputs = {"GET": out.CasePageSerializer}

    def get(self, request, number):
        return Response(out.body(out.CasePageSerializer, selectors.case_page(request.user, number)))


class StepOfCase(Endpoint):
    """Base of the steps: finds the case, does the step, gives the case back."""

    outputs = {"POST": out.CaseSerializer}

    def post(self, request, number):
        case = case_for(request.user, number, to=self.verbs["POST"])
        case = self.step(request.user, case, **self.given())
        return Response(case_body(case), status=201)

    def step(self, user, case, **given):
        raise NotImplementedError


class Assignment(StepOfCase):
    """Give the case to an agent."""

    verbs = {"POST": "cases.assign"}
    inputs = {"POST": inputs.AssignmentSerializer}

    def step(self, user, case, *, to, because="", **given):
        agent = agent_for(case, to)
        return services.assign(user, case, to=agent, because=because, now=self.now, **given)


class OwnerOfCase(StepOfCase):
    """Say whose case it is, where it was registered without an owner."""

    verbs = {"POST": "cases.attach_owner"}
    inputs = {"POST": inputs.AttachOwnerSerializer}

    def step(self, user, case, *, owner, home=None, **given):
        home = home_for(user, home) if home else None
        return services.attach_owner(
            user, case, owner=owner_for(user, owner), home=home, now=self.now, **given
        )


class SeverityConfirmation(StepOfCase):
    """Confirm the computed severity, or set another with its reason."""

    verbs = {"POST": "cases.severity"}
    inputs = {"POST": inputs.SeveritySerializer}

    def step(self, user, case, *, severity, because="", **given):
        return services.confirm_severity(
            user, case, severity=severity, because=because, now=self.now, **given
        )


class Explanation(StepOfCase):
    """Explain to the owner why his complaint is not substantiated."""

    verbs = {"POST": "cases.explain"}
    inputs = {"POST": inputs.ExplainSerializer}

    def step(self, user, case, **given):
        return services.explain(user, case, now=self.now, **said_in(given))


class Completion(StepOfCase):
    """Report the work as carried out."""

    verbs = {"POST": "cases.complete"}
    inputs = {"POST": inputs.ResultSerializer}

    def step(self, user, case, **given):
        return services.complete(user, case, now=self.now, **given)


class Closure(StepOfCase):
    """Close the case."""

    verbs = {"POST": "cases.close"}
    inputs = {"POST": inputs.ReasonSerializer}

    def step(self, user, case, **given):
        return services.close(user, case, now=self.now, **given)


class Reopening(StepOfCase):
    """Start again from the investigation."""

    verbs = {"POST": "cases.reopen"}
    inputs = {"POST": inputs.ReasonSerializer}

    def step(self, user, case, **given):
        return services.reopen(user, case, now=self.now, **given)


class PaperOfCase(Endpoint):
    """Base of the steps that write a paper: finds the case, writes the paper, gives it back."""

    def post(self, request, number):
        case = case_for(request.user, number, to=self.verbs["POST"])
        paper = self.write(request.user, case, **self.given())
        return Response(out.body(self.outputs["POST"], paper), status=201)

    def write(self, user, case, **given):
        raise NotImplementedError


class InvestigationOfCase(PaperOfCase):
    """Write down what was found, and who is responsible."""

    verbs = {"POST": "cases.investigate"}
    inputs = {"POST": inputs.InvestigateSerializer}
    outputs = {"POST": out.InvestigationSerializer}

    def write(self, user, case, *, department=None, **given):
        department = department_for(department) if department else None
        return services.investigate(user, case, department=department, now=self.now, **given)


class SlipsOfCase(PaperOfCase):
    """Send a transfer slip to a department, the responsible one unless another is named."""

    verbs = {"POST": "cases.transfer"}
    inputs = {"POST": inputs.TransferSerializer}
    outputs = {"POST": out.SlipSerializer}

    def write(self, user, case, *, department=None, **given):
        department = department_for(department) if department else None
        return services.transfer(user, case, department=department, now=self.now, **given)


class ProposalsOfCase(PaperOfCase):
    """Draw up a proposal; within one's own limit it goes to the owner at once."""

    verbs = {"POST": "cases.propose"}
    inputs = {"POST": inputs.ProposeSerializer}
    outputs = {"POST": out.ProposalSerializer}

    def write(self, user, case, *, parts, **given):
        parts = [{**part, **(part.pop("cost", None) or {})} for part in parts]
        return services.propose(user, case, parts=parts, now=self.now, **said_in(given))


class RefusalOfProposals(Endpoint):
    """None of the proposals on the table suits the owner: each is refused, with his words."""

    verbs = {"POST": "cases.owner_decision"}
    inputs = {"POST": inputs.RefuseAllSerializer}
    outputs = {"POST": out.ProposalSerializer(many=True)}

    def post(self, request, number):
        case = case_for(request.user, number, to="cases.owner_decision")
        rows = services.refuse_all(request.user, case, now=self.now, **self.given())
        return Response(out.ProposalSerializer(rows, many=True).data, status=201)


class ActionsOfCase(PaperOfCase):
    """Set one thing that a department has to do."""

    verbs = {"POST": "cases.act"}
    inputs = {"POST": inputs.SetActionSerializer}
    outputs = {"POST": out.ActionSerializer}

    def write(self, user, case, *, department, **given):
        return services.add_action(user, case, department=department_for(department), now=self.now, **given)


class VisitsOfCase(Endpoint):
    """Plan the return visits, as many as the procedure asks for unless a number is given."""

    verbs = {"POST": "cases.plan_visits"}
    inputs = {"POST": inputs.PlanVisitsSerializer}
    outputs = {"POST": out.VisitSerializer(many=True)}

    def post(self, request, number):
        case = case_for(request.user, number, to="cases.plan_visits")
        visits = services.plan_return_visits(request.user, case, now=self.now, **self.given())
        return Response(out.VisitSerializer(visits, many=True).data, status=201)


class MessagesOfCase(Endpoint):
    """What was said around the case: to the owner, by the owner, among ourselves."""

    verbs = {"GET": "cases.view", "POST": "cases.note"}
    inputs = {"POST": inputs.SayingSerializer}
    outputs = {"GET": paged(out.MessageSerializer), "POST": out.MessageSerializer}
    filters = {"notes": "with any value: our notes, in place of what was said with the owner"}
    says = {
        Direction.OUT: ("cases.write", services.reply),
        Direction.IN: ("cases.note", services.add_owner_words),
        Direction.NOTE: ("cases.note", services.note),
    }

    def get(self, request, number):
        """Newest first: what was said with the owner, or with `notes` what was said among ourselves."""
        case = case_for(request.user, number)
        page = CursorPage(selectors.message_rows(case, notes="notes" in request.query_params), request)
        return Response(page.answer(out.MessageSerializer(page.rows, many=True).data))

    def post(self, request, number):
        given = self.given()
        verb, say = self.says[given["direction"]]
        case = case_for(request.user, number, to=verb)
        due, said = given.get("promise_due"), {}
        if given["direction"] == Direction.OUT:
            said = {"said": said_in(given)["said"], "promise_due": due}
            if due is not None:
                case_for(request.user, number, to="promises.make")
        message = say(request.user, case, body=given["body"], now=self.now, **said)
        return Response(out.MessageSerializer(message).data, status=201)


class HistoryOfCase(Endpoint):
    """What happened, newest first, as sentences."""

    verbs = {"GET": "cases.view"}
    outputs = {"GET": paged(out.HistorySerializer)}

    def get(self, request, number):
        case = case_for(request.user, number)
        page = CursorPage(selectors.history_rows(case), request)
        return Response(page.answer(out.HistorySerializer(selectors.lines(page.rows), many=True).data))
