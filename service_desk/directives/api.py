from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from service_desk.directives import selectors, services
from service_desk.directives.access import directive_for
from service_desk.directives.serializers import (
    AcceptSerializer,
    DirectiveSerializer,
    FulfilSerializer,
    WithdrawSerializer,
)


class Directives(Endpoint):
    """Directives in scope: the open ones, soonest due first, unless `?status=` asks for others."""

    verbs = {"GET": "directives.view"}
    outputs = {"GET": paged(DirectiveSerializer)}

    def get(self, request):
        rows = selectors.directives(request.user, status=request.query_params.get("status", ""))
        page = CursorPage(rows, request, order=("due_at", "id"))
        return Response(page.answer(DirectiveSerializer(page.rows, many=True).data))


class OneDirective(Endpoint):
    """One directive."""

    verbs = {"GET": "directives.view"}
    outputs = {"GET": DirectiveSerializer}

    def get(self, request, number):
        return Response(DirectiveSerializer(directive_for(request.user, number)).data)


class StepOfDirective(Endpoint):
    """Base of the steps: finds the directive, does the step, gives it back."""

    outputs = {"POST": DirectiveSerializer}

    def post(self, request, number):
        directive = directive_for(request.user, number, to=self.verbs["POST"])
        directive = self.step(request.user, directive, **self.given())
        return Response(DirectiveSerializer(directive).data, status=201)

    def step(self, user, directive, **given):
        raise NotImplementedError


class Acceptance(StepOfDirective):
    """Take the directive on."""

    verbs = {"POST": "directives.accept"}
    inputs = {"POST": AcceptSerializer}

    def step(self, user, directive, **given):
        return services.accept(user, directive, now=self.now)


class Fulfilment(StepOfDirective):
    """Report what was done, and what it cost."""

    verbs = {"POST": "directives.fulfil"}
    inputs = {"POST": FulfilSerializer}

    def step(self, user, directive, **given):
        return services.fulfil(user, directive, now=self.now, **given)


class Withdrawal(StepOfDirective):
    """Take an open directive back."""

    verbs = {"POST": "directives.withdraw"}
    inputs = {"POST": WithdrawSerializer}

    def step(self, user, directive, **given):
        return services.withdraw(user, directive, now=self.now, **given)
