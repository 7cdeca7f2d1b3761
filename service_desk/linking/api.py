"""The API of merges, links and parts."""

from rest_framework.response import Response

from crm.api.views import Endpoint
from service_desk.cases.access import case_for
from service_desk.cases.api import StepOfCase
from service_desk.linking import serializers as wire
from service_desk.linking import services
from service_desk.linking.access import link_for
from service_desk.linking.selectors import kin_of


class Merging(StepOfCase):
    """Let this case rest and another go on for both; the owner is told."""

    verbs = {"POST": "linking.merge"}
    inputs = {"POST": wire.MergeInputSerializer}

    def step(self, user, case, *, into, **given):
        into = case_for(user, into, to="linking.merge")
        services.merge(user, case, into=into, now=self.now, **given)
        return case_for(user, case.number)


class MergeUndoing(StepOfCase):
    """Take a merge back; the case stands where it stood."""

    verbs = {"POST": "linking.undo"}
    inputs = {"POST": wire.UndoInputSerializer}

    def step(self, user, case, **given):
        return services.undo_merge(user, case, now=self.now, **given)


class Links(Endpoint):
    """What a case has to do with others; and linking one more."""

    verbs = {"GET": "cases.view", "POST": "linking.link"}
    inputs = {"POST": wire.LinkInputSerializer}
    outputs = {"GET": wire.KinSerializer, "POST": wire.LinkSerializer}

    def get(self, request, number):
        return Response(wire.KinSerializer(kin_of(case_for(request.user, number), reader=request.user)).data)

    def post(self, request, number):
        given, user = self.given(), request.user
        case = case_for(user, number, to="linking.link")
        to = case_for(user, given.pop("to"), to="linking.link")
        link = services.relate(user, case, to=to, now=self.now, **given)
        return Response(wire.LinkSerializer(link).data, status=201)


class Parts(Endpoint):
    """Make another case a part of this one."""

    verbs = {"POST": "linking.link"}
    inputs = {"POST": wire.PartInputSerializer}
    outputs = {"POST": wire.LinkSerializer}

    def post(self, request, number):
        given, user = self.given(), request.user
        case = case_for(user, number, to="linking.link")
        child = case_for(user, given.pop("part"), to="linking.link")
        link = services.adopt(user, case, child=child, now=self.now, **given)
        return Response(wire.LinkSerializer(link).data, status=201)


class LinkEnding(Endpoint):
    """End a link, or let a part go its own way."""

    verbs = {"POST": "linking.link"}
    inputs = {"POST": wire.EndInputSerializer}
    outputs = {"POST": wire.LinkSerializer}

    def post(self, request, number, public_id):
        case = case_for(request.user, number, to="linking.link")
        link = link_for(request.user, public_id, of=case)
        link = services.end_link(request.user, link, now=self.now, **self.given())
        return Response(wire.LinkSerializer(link).data, status=201)
