"""The search over everything, for programs: the words are sent, never put into an address."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.errors import Refused
from crm.web import searching
from crm.web.sealed import LONGEST

KINDS = ("owners", "homes", "cases", "words")


class SearchIn(serializers.Serializer):
    q = serializers.CharField(max_length=LONGEST)
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=KINDS), required=False, default=list)
    size = serializers.IntegerField(min_value=1, max_value=50, required=False, default=searching.PAGE)


class PieceOut(serializers.Serializer):
    text = serializers.CharField()
    marked = serializers.BooleanField()


class HitOut(serializers.Serializer):
    number = serializers.CharField()
    url = serializers.CharField()
    title = PieceOut(many=True)
    lines = serializers.ListField(child=PieceOut(many=True))
    tail = serializers.CharField()
    fit = serializers.CharField()


class GroupOut(serializers.Serializer):
    kind = serializers.CharField()
    label = serializers.CharField()
    count = serializers.CharField()
    results = HitOut(many=True)
    next = serializers.CharField(allow_null=True)


class SearchOut(serializers.Serializer):
    groups = GroupOut(many=True)
    meant = serializers.ListField(child=serializers.CharField())


class Search(Endpoint):
    """Owners, homes, cases and words by one query; each room answers only what the caller may see."""

    verbs = {"GET": "account.own", "POST": "account.own"}
    inputs = {"POST": SearchIn}
    outputs = {"GET": SearchOut, "POST": {200: SearchOut}}
    filters = {"cursor": "`next` of a group: goes on in that group. Words themselves are sent by POST."}

    def post(self, request):
        """Search. `title` and `lines` come in pieces; what fits the query is `marked`."""
        said = self.given()
        groups = searching.search(request, said["q"], kinds=said["kinds"], size=said["size"])
        empty = not any(group.hits for group in groups)
        meant = searching.meant(request, said["q"]) if empty else []
        return Response(_answer(groups, said["q"], said["size"], 0) | {"meant": meant})

    def get(self, request):
        """The next stretch of one group."""
        read = searching.read_cursor(request.query_params.get("cursor", ""))
        if read is None:
            raise Refused(fields={"cursor": _("This cursor is not valid here.")})
        query, kind, skip = read
        groups = searching.search(request, query, kinds=[kind], skip=skip)
        return Response(_answer(groups, query, searching.PAGE, skip) | {"meant": []})


def _answer(groups, query: str, size: int, skip: int) -> dict:
    return {"groups": [_group(group, query, skip + size) for group in groups]}


def _group(group, query: str, reached: int) -> dict:
    onward = group.more and reached < searching.DEEPEST
    return {
        "kind": group.kind,
        "label": group.label,
        "count": group.count,
        "results": [_hit(hit) for hit in group.hits],
        "next": searching.cursor(query, group.kind, reached) if onward else None,
    }


def _hit(hit) -> dict:
    return {
        "number": hit.number,
        "url": hit.url,
        "title": _pieces(hit.title),
        "lines": [_pieces(line) for line in hit.lines],
        "tail": hit.tail,
        "fit": hit.fit,
    }


def _pieces(pieces) -> list[dict]:
    return [{"text": piece.text, "marked": piece.marked} for piece in pieces]
