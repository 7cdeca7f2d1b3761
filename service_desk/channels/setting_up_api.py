"""The API of what supervisors set up: mailboxes, endpoints, limits, and by which ways projects confirm."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.views import Endpoint
from service_desk.cases.access import project_for
from service_desk.cases.inputs import LANGUAGES
from service_desk.cases.terms import CaseKind, Channel
from service_desk.channels.access import endpoint_for, mailbox_for
from service_desk.channels.confirming import selectors as confirming
from service_desk.channels.confirming import services as telling
from service_desk.channels.hooks import selectors as hooks
from service_desk.channels.hooks import serializers as hook_out
from service_desk.channels.hooks import services as hook_services
from service_desk.channels.hooks.models import Sort
from service_desk.channels.mail import selectors, setting_up
from service_desk.channels.mail.models import Strangers


class MailboxOut(serializers.Serializer):
    code = serializers.CharField()
    address = serializers.CharField()
    project = serializers.CharField(source="project.code")
    language = serializers.CharField()
    kind_of_owners = serializers.CharField()
    strangers = serializers.CharField()
    host = serializers.CharField()
    port = serializers.IntegerField()
    tls = serializers.BooleanField()
    folder = serializers.CharField()
    is_open = serializers.BooleanField()
    confirms = serializers.BooleanField()
    checked_at = serializers.DateTimeField(allow_null=True)
    last_error = serializers.CharField()
    version = serializers.IntegerField()


class MailboxChangeIn(serializers.Serializer):
    address = serializers.EmailField(required=False)
    project = serializers.CharField(required=False, help_text="the project's code")
    language = serializers.ChoiceField(LANGUAGES, required=False)
    kind_of_owners = serializers.ChoiceField(CaseKind.choices, required=False)
    strangers = serializers.ChoiceField(Strangers.choices, required=False)
    host = serializers.CharField(required=False, allow_blank=True, max_length=200)
    port = serializers.IntegerField(required=False, min_value=1, max_value=65535)
    tls = serializers.BooleanField(required=False)
    username = serializers.CharField(required=False, allow_blank=True, max_length=200)
    password = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="never given back; empty: stays as it is"
    )
    folder = serializers.CharField(required=False, max_length=100)
    is_open = serializers.BooleanField(required=False)
    confirms = serializers.BooleanField(required=False)


class MailboxIn(MailboxChangeIn):
    code = serializers.SlugField(max_length=40)
    address = serializers.EmailField()
    project = serializers.CharField(help_text="the project's code")
    language = serializers.ChoiceField(LANGUAGES)


class EndpointChangeIn(serializers.Serializer):
    name = serializers.CharField(required=False, max_length=80)
    channel = serializers.ChoiceField(Channel.choices, required=False)
    kind = serializers.ChoiceField(CaseKind.choices, required=False)
    language = serializers.ChoiceField(LANGUAGES, required=False)
    is_open = serializers.BooleanField(required=False)
    company = serializers.CharField(required=False, max_length=80)
    token = serializers.CharField(required=False, max_length=80, help_text="never given back")
    aes_key = serializers.CharField(required=False, max_length=60, help_text="never given back")
    agent = serializers.CharField(required=False, allow_blank=True, max_length=20)
    app_secret = serializers.CharField(required=False, max_length=120, help_text="never given back")


class EndpointIn(EndpointChangeIn):
    code = serializers.SlugField(max_length=40)
    name = serializers.CharField(max_length=80)
    sort = serializers.ChoiceField(Sort.choices)
    project = serializers.CharField(help_text="the project's code")
    channel = serializers.ChoiceField(Channel.choices)
    kind = serializers.ChoiceField(CaseKind.choices)
    language = serializers.ChoiceField(LANGUAGES)


class MadeOut(hook_out.EndpointOut):
    secret = serializers.CharField(help_text="shown this once; empty for WeCom")


class LimitsOut(serializers.Serializer):
    version = serializers.IntegerField()
    made_at = serializers.DateTimeField(allow_null=True)


class LimitsIn(serializers.Serializer):
    pass


for _name in setting_up.LIMITS:
    LimitsOut._declared_fields[_name] = serializers.IntegerField()
    LimitsIn._declared_fields[_name] = serializers.IntegerField(min_value=1, max_value=10_000)


class WaysOut(serializers.Serializer):
    project = serializers.CharField()
    by_mail = serializers.BooleanField()
    by_sms = serializers.BooleanField()
    version = serializers.IntegerField()


class WaysIn(serializers.Serializer):
    project = serializers.CharField(help_text="the project's code")
    by_mail = serializers.BooleanField()
    by_sms = serializers.BooleanField()


def _with_project(request, said: dict) -> dict:
    """What was said, the project in place of its code; one where the user sets nothing up is not found."""
    if "project" in said:
        said["project"] = project_for(request.user, said["project"], to="channels.set_up")
    return said


class Mailboxes(Endpoint):
    """The mailboxes of one's projects, and a new one; passwords are taken and never given back."""

    verbs = {"GET": "channels.view", "POST": "channels.set_up"}
    inputs = {"POST": MailboxIn}
    outputs = {"GET": MailboxOut(many=True), "POST": MailboxOut}

    def get(self, request):
        return Response(MailboxOut(selectors.mailboxes(request.user), many=True).data)

    def post(self, request):
        said = _with_project(request, dict(self.given()))
        row = setting_up.add_mailbox(request.user, code=said.pop("code"), **said, now=self.now)
        return Response(dict(MailboxOut(row).data), status=201)


class OneMailbox(Endpoint):
    """One mailbox; what is left out stays as it is."""

    verbs = {"GET": "channels.view", "PATCH": "channels.set_up"}
    inputs = {"PATCH": MailboxChangeIn}
    outputs = {"GET": MailboxOut, "PATCH": MailboxOut}

    def get(self, request, code):
        return Response(dict(MailboxOut(mailbox_for(request.user, code)).data))

    def patch(self, request, code):
        row = mailbox_for(request.user, code, to="channels.set_up")
        said = _with_project(request, dict(self.given()))
        row = setting_up.edit_mailbox(request.user, row, changes=said, now=self.now)
        return Response(dict(MailboxOut(row).data))


class HookEndpoints(Endpoint):
    """The endpoints of one's projects, and a new one, whose secret is given this once."""

    verbs = {"GET": "channels.view", "POST": "channels.set_up"}
    inputs = {"POST": EndpointIn}
    outputs = {"GET": hook_out.EndpointOut(many=True), "POST": MadeOut}

    def get(self, request):
        return Response(hook_out.EndpointOut(hooks.endpoints(request.user), many=True).data)

    def post(self, request):
        said = _with_project(request, dict(self.given()))
        said.pop("is_open", None)
        row, secret = hook_services.add_endpoint(request.user, **said, now=self.now)
        return Response({**hook_out.EndpointOut(row).data, "secret": secret}, status=201)


class OneHookEndpoint(Endpoint):
    """One endpoint; what is left out stays as it is, and no secret is ever given back."""

    verbs = {"GET": "channels.view", "PATCH": "channels.set_up"}
    inputs = {"PATCH": EndpointChangeIn}
    outputs = {"GET": hook_out.EndpointOut, "PATCH": hook_out.EndpointOut}

    def get(self, request, code):
        return Response(dict(hook_out.EndpointOut(endpoint_for(request.user, code)).data))

    def patch(self, request, code):
        row = endpoint_for(request.user, code, to="channels.set_up")
        row = hook_services.edit_endpoint(request.user, row, changes=dict(self.given()), now=self.now)
        return Response(dict(hook_out.EndpointOut(row).data))


class OneHookSecret(Endpoint):
    """Let a secret that came into wrong hands hold no longer."""

    verbs = {"DELETE": "channels.set_up"}

    def delete(self, request, code, version):
        endpoint = endpoint_for(request.user, code, to="channels.set_up")
        hook_services.end_secret(request.user, endpoint, version=version, now=self.now)
        return Response(status=204)


class ChannelLimits(Endpoint):
    """The limits in force; a new version holds from now on."""

    verbs = {"GET": "channels.view", "PUT": "channels.limit"}
    inputs = {"PUT": LimitsIn}
    outputs = {"GET": LimitsOut, "PUT": LimitsOut}

    def get(self, request):
        return Response(dict(LimitsOut(selectors.limits()).data))

    def put(self, request):
        row = setting_up.set_limits(request.user, limits=dict(self.given()), now=self.now)
        return Response(dict(LimitsOut(row).data))


class Confirming(Endpoint):
    """By which ways each project tells the sender of the public form at once that it arrived."""

    verbs = {"GET": "channels.set_up", "PUT": "channels.set_up"}
    inputs = {"PUT": WaysIn}
    outputs = {"GET": WaysOut(many=True), "PUT": WaysOut}

    def get(self, request):
        return Response([_ways(*pair) for pair in confirming.ways_by_project(request.user)])

    def put(self, request):
        said = _with_project(request, dict(self.given()))
        telling.set_ways(request.user, **said, now=self.now)
        return Response(_ways(said["project"], confirming.ways_of(said["project"])))


def _ways(project, ways) -> dict:
    return {"project": project.code, "by_mail": ways.mail, "by_sms": ways.sms, "version": ways.version}
