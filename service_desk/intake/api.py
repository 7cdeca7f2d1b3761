"""The API of inquiries: a form of the website or a hotline's system sends what somebody asks."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.views import Endpoint
from owners.people.choices import Source
from owners.prospects.serializers import InterestIn
from service_desk.cases.access import case_for, project_for
from service_desk.cases.inputs import LANGUAGES
from service_desk.cases.terms import Channel
from service_desk.intake.inquiries import register_inquiry
from service_desk.intake.suggesting import perhaps


class InquiryIn(serializers.Serializer):
    project = serializers.CharField(help_text="the project's code")
    name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    channel = serializers.ChoiceField(Channel.choices)
    language = serializers.ChoiceField(LANGUAGES)
    words = serializers.CharField(max_length=20_000)
    summary = serializers.CharField(required=False, allow_blank=True, max_length=300)
    subject = serializers.CharField(max_length=80)
    source = serializers.ChoiceField(Source.choices, required=False)
    campaign = serializers.CharField(required=False, allow_blank=True, max_length=80)
    interest = InterestIn(required=False)


class InquiryOut(serializers.Serializer):
    case = serializers.CharField()
    prospect = serializers.UUIDField(allow_null=True)
    owner = serializers.CharField(allow_null=True)


class Inquiries(Endpoint):
    """What somebody asks who is not known yet: a case and a prospect, both or neither."""

    verbs = {"POST": "cases.register"}
    inputs = {"POST": InquiryIn}
    outputs = {"POST": InquiryOut}

    def post(self, request):
        """A known phone number is the person who is there; a number known elsewhere only leaves the case without one."""
        said = dict(self.given())
        project = project_for(request.user, said.pop("project"), to="cases.register")
        case, prospect = register_inquiry(
            request.user, project=project, received_at=self.now, now=self.now, **said
        )
        answer = {
            "case": case.number,
            "prospect": prospect.public_id if prospect else None,
            "owner": prospect.owner.number if prospect else None,
        }
        return Response(answer, status=201)


class PerhapsOut(serializers.Serializer):
    owner = serializers.CharField(source="owner.number")
    name = serializers.CharField(source="owner.name")
    why = serializers.ListField(child=serializers.CharField())
    homes = serializers.SerializerMethodField()

    def get_homes(self, row) -> list[str]:
        return [home.public_number for home in row.homes]


class PeopleOfCase(Endpoint):
    """Who a case that is nobody's yet may come from, as far as one may look for people; the likeliest first."""

    verbs = {"GET": "cases.attach_owner"}
    outputs = {"GET": PerhapsOut(many=True)}

    def get(self, request, number):
        case = case_for(request.user, number, to="cases.attach_owner")
        return Response(PerhapsOut(perhaps(request.user, case, now=self.now), many=True).data)
