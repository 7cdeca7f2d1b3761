"""The API of warranty parts."""

from rest_framework import serializers
from rest_framework.response import Response

from crm import clock
from crm.api.views import Endpoint
from crm.versions.api import VersionOut, Versions
from owners import access, shapes
from owners.days import day_of
from owners.serializers import ProjectRef

from . import selectors, services
from .access import part_for
from .history import shown_versions
from .states import Measure, Standing


class PartIn(serializers.Serializer):
    code = serializers.CharField(max_length=32)
    country = serializers.CharField(max_length=2, required=False, help_text="CN, TW, FI: whose law it is")
    basis = serializers.CharField(max_length=300, required=False, allow_blank=True)
    words = serializers.ListField(child=serializers.CharField(max_length=40), required=False)
    name = serializers.CharField(max_length=80)
    names = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    measure = serializers.ChoiceField(choices=Measure.choices)
    length = serializers.IntegerField(min_value=1, max_value=200)
    legal_minimum = serializers.IntegerField(min_value=1, max_value=200)
    position = serializers.IntegerField(min_value=0, max_value=999, required=False)


class PartPatch(serializers.Serializer):
    basis = serializers.CharField(max_length=300, required=False, allow_blank=True)
    words = serializers.ListField(child=serializers.CharField(max_length=40), required=False)
    name = serializers.CharField(max_length=80, required=False)
    names = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    length = serializers.IntegerField(min_value=1, max_value=200, required=False)
    legal_minimum = serializers.IntegerField(min_value=1, max_value=200, required=False)
    position = serializers.IntegerField(min_value=0, max_value=999, required=False)


class PartOut(serializers.Serializer):
    code = serializers.CharField()
    country = serializers.CharField()
    label = serializers.CharField()
    basis = serializers.CharField(help_text="the rule that asks for it")
    measure = serializers.ChoiceField(choices=Measure.choices)
    measure_label = serializers.CharField(source="get_measure_display")
    length = serializers.IntegerField()
    legal_minimum = serializers.IntegerField()


class PartsOut(serializers.Serializer):
    results = PartOut(many=True)


class TermIn(serializers.Serializer):
    length = serializers.IntegerField(
        min_value=1, max_value=200, allow_null=True, help_text="null: as everywhere in the house"
    )


class TermOut(serializers.Serializer):
    project = ProjectRef()
    part = serializers.CharField()
    length = serializers.IntegerField()


class WarrantyOut(serializers.Serializer):
    part = PartOut()
    length = serializers.IntegerField()
    until = serializers.DateField(allow_null=True, help_text="the last day; null before the handover")
    standing = serializers.ChoiceField(choices=Standing.choices, allow_null=True)
    extended_by = serializers.CharField(help_text="the paper that promised a later last day, else empty")


class HomeWarrantyOut(serializers.Serializer):
    handover_on = serializers.DateField(allow_null=True)
    results = WarrantyOut(many=True)


class Parts(Endpoint):
    """Parts under warranty; and adding one."""

    verbs = {"GET": "homes.view", "POST": "warranty.edit"}
    inputs = {"POST": PartIn}
    outputs = {"GET": PartsOut, "POST": PartOut}

    def get(self, request):
        return Response({"results": PartOut(selectors.parts(), many=True).data})

    def post(self, request):
        """A code that is here already is refused with the code `duplicate_part`."""
        row = services.add_part(request.user, now=self.now, **self.given())
        return Response(PartOut(row).data, status=201)


class OnePart(Endpoint):
    """One part; and changing it, never below what the law asks."""

    verbs = {"GET": "homes.view", "PATCH": "warranty.edit"}
    inputs = {"PATCH": PartPatch}
    outputs = {"GET": PartOut, "PATCH": PartOut}

    def get(self, request, code):
        return Response(PartOut(part_for(request.user, code)).data)

    def patch(self, request, code):
        row = part_for(request.user, code, to="warranty.edit")
        row = services.edit_part(request.user, row, changes=dict(self.given()), now=self.now)
        return Response(PartOut(row).data)


class PartVersions(Versions):
    """The versions of a part, the newest first; and bringing an earlier one back, as the next."""

    verbs = {"GET": "warranty.edit", "POST": "warranty.edit"}
    outputs = {"GET": VersionOut(many=True), "POST": PartOut}
    rows, bring_back = staticmethod(shown_versions), staticmethod(services.bring_back)

    def things(self, user, code):
        return (part_for(user, code, to="warranty.edit"),)


class Term(Endpoint):
    """What one project grants for a part instead of the house's length."""

    verbs = {"PUT": "warranty.grant"}
    inputs = {"PUT": TermIn}
    outputs = {"PUT": TermOut}

    def put(self, request, code, project):
        """Less than the law asks is refused with the code `below_legal_minimum`."""
        row = part_for(request.user, code, to="warranty.grant")
        where = access.project_for(request.user, project, to="warranty.grant")
        term = services.grant_term(request.user, row, where, now=self.now, **self.given())
        length = term.length if term else row.length
        return Response({"project": shapes.project(where), "part": row.code, "length": length})


class HomeWarranty(Endpoint):
    """What of a home is under warranty, until when."""

    verbs = {"GET": "homes.view"}
    outputs = {"GET": HomeWarrantyOut}

    def get(self, request, public_number):
        home = access.home_for(request.user, public_number)
        rows = selectors.warranty_of(home, day_of(clock.now(), home.project))
        results = [
            {
                "part": PartOut(row.part).data,
                "length": row.length,
                "until": row.until,
                "standing": row.standing,
                "extended_by": row.extended_by,
            }
            for row in rows
        ]
        return Response({"handover_on": home.handover_on, "results": results})


class AddedOut(serializers.Serializer):
    added = serializers.IntegerField()


class StandardParts(Endpoint):
    """Begin with the parts and lengths the law names; what is there already stays as it is."""

    verbs = {"POST": "warranty.edit"}
    outputs = {"POST": AddedOut}

    def post(self, request):
        return Response({"added": services.add_standard_parts(request.user, now=self.now)}, status=201)
