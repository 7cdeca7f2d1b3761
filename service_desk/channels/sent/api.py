"""The API of what went out to owners."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.messages.serializers import MessageSerializer
from service_desk.channels.sent import selectors, services


class SentLetterOut(MessageSerializer):
    """A message's way; where it went to, behind its mask."""

    to = serializers.CharField(allow_blank=True)
    case = serializers.CharField(allow_null=True)
    owner = serializers.CharField(allow_null=True)


class OneSentLetterOut(SentLetterOut):
    words = serializers.CharField(allow_blank=True)
    ways = serializers.ListField(child=serializers.CharField(), help_text="other ways that reach the owner")


class AnotherWayIn(serializers.Serializer):
    channel = serializers.ChoiceField(choices=["mail", "sms", "wecom"])


def told(sent: selectors.Sent) -> dict:
    case = sent.case
    more = {
        "to": sent.to,
        "case": case.number if case else None,
        "owner": case.owner.number if case and case.owner else None,
    }
    return dict(MessageSerializer(sent.row).data) | more


class SentMessages(Endpoint):
    """What went out to the owners of one's projects, newest first."""

    verbs = {"GET": "sent.view"}
    outputs = {"GET": paged(SentLetterOut)}
    filters = {
        "state": "all, missed, waiting, sent or arrived",
        "channel": "mail, sms or wecom",
        "case": "the number of a case",
        "owner": "the number of an owner",
    }

    def get(self, request):
        asked = {name: request.query_params.get(name, "") for name in ("channel", "case", "owner")}
        state = request.query_params.get("state") or "all"
        page = CursorPage(selectors.messages(request.user, state=state, **asked), request)
        return Response(page.answer([told(one) for one in selectors.shown(request.user, page.rows)]))


class OneSentMessage(Endpoint):
    """One message, what was said, and by which other ways its owner can be reached."""

    verbs = {"GET": "sent.view"}
    outputs = {"GET": OneSentLetterOut}

    def get(self, request, public_id):
        row = selectors.message_for(request.user, public_id)
        case = selectors.case_of(request.user, row)
        sent = selectors.Sent(row, case, selectors.address_of(request.user, row))
        more = {"words": selectors.words_of(case, row), "ways": list(selectors.other_ways(case, row))}
        return Response(told(sent) | more)


class SentAgain(Endpoint):
    """Send what did not arrive once more, the same way."""

    verbs = {"POST": "sent.again"}
    outputs = {"POST": MessageSerializer}

    def post(self, request, public_id):
        row = selectors.message_for(request.user, public_id, to="sent.again")
        row = services.send_again(request.user, row, now=self.now)
        return Response(dict(MessageSerializer(row).data), status=201)


class SentAnotherWay(Endpoint):
    """Send the same words another way."""

    verbs = {"POST": "sent.again"}
    inputs = {"POST": AnotherWayIn}
    outputs = {"POST": MessageSerializer}

    def post(self, request, public_id):
        row = selectors.message_for(request.user, public_id, to="sent.again")
        row = services.send_another_way(request.user, row, now=self.now, **self.given())
        return Response(dict(MessageSerializer(row).data), status=201)
