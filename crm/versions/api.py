"""The endpoint of versions: their list, and bringing an earlier one back."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.views import Endpoint

LONGEST_REASON = 500


class ReasonIn(serializers.Serializer):
    because = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=LONGEST_REASON, help_text="why it comes back"
    )


class BackIn(ReasonIn):
    back_to = serializers.IntegerField(min_value=1, help_text="the earlier version")
    version = serializers.IntegerField(min_value=0, help_text="the one in force; 0 where none is")


class BackOrShippedIn(BackIn):
    back_to = serializers.IntegerField(min_value=0, help_text="the earlier version; 0 as it ships")


class ChangeOut(serializers.Serializer):
    what = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class VersionOut(serializers.Serializer):
    """A version as the pages tell it."""

    version = serializers.IntegerField(source="number")
    at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField(source="by.shown_name", allow_null=True, default=None)
    because = serializers.CharField()
    in_force = serializers.BooleanField()
    changes = ChangeOut(many=True)


class Versions(Endpoint):
    """The versions of one thing, the newest first; and bringing an earlier one back, as the next.

    A room says `things`, `rows` and `bring_back`, and how both answers look.
    """

    inputs = {"POST": BackIn}

    def things(self, user, **address) -> tuple:
        """What the address names, which `rows` and `bring_back` are given; nothing where the versions are the house's."""
        return ()

    def rows(self, *things):
        raise NotImplementedError

    def bring_back(self, actor, *things, number, seen, because, now):
        raise NotImplementedError

    def get(self, request, **address):
        rows = self.rows(*self.things(request.user, **address))
        return Response(type(self.outputs["GET"].child)(rows, many=True).data)

    def post(self, request, **address):
        things, given = self.things(request.user, **address), self.given()
        said = {"number": given["back_to"], "seen": given["version"], "because": given["because"]}
        row = self.bring_back(request.user, *things, now=self.now, **said)
        return Response(self.outputs["POST"](row).data, status=201)
