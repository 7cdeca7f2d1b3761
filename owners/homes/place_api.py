"""The API of the property tree: phases, buildings, entrances, and all homes of a building at once."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from owners import access, shapes
from owners.serializers import ProjectRef

from . import rules, selectors, services
from .access import phase_for
from .models import HomeType


class PhaseIn(serializers.Serializer):
    project = serializers.CharField(help_text="code")
    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=80)
    names = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    handover_promised_on = serializers.DateField(required=False, allow_null=True)


class PhasePatch(serializers.Serializer):
    name = serializers.CharField(max_length=80, required=False)
    names = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    handover_promised_on = serializers.DateField(required=False, allow_null=True)


class PhaseOut(serializers.Serializer):
    project = ProjectRef()
    code = serializers.CharField()
    label = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField())
    handover_promised_on = serializers.DateField(allow_null=True)


class BuildingIn(serializers.Serializer):
    project = serializers.CharField(help_text="code")
    code = serializers.CharField(max_length=20)
    phase = serializers.CharField(required=False, allow_blank=True, help_text="code")
    floors = serializers.IntegerField(min_value=1, max_value=200, required=False)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    completed_on = serializers.DateField(required=False, allow_null=True)


class BuildingPatch(serializers.Serializer):
    phase = serializers.CharField(required=False, allow_blank=True, help_text="code; empty for none")
    floors = serializers.IntegerField(min_value=1, max_value=200, required=False)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    completed_on = serializers.DateField(required=False, allow_null=True)


class BuildingOut(serializers.Serializer):
    project = ProjectRef()
    code = serializers.CharField()
    phase = serializers.CharField(allow_null=True)
    floors = serializers.IntegerField()
    address = serializers.CharField()
    completed_on = serializers.DateField(allow_null=True)
    entrances = serializers.ListField(child=serializers.CharField())


class EntranceIn(serializers.Serializer):
    code = serializers.CharField(max_length=20)


class LayoutIn(serializers.Serializer):
    """The same doors on each floor of each entrance; `dry_run` only says what would be added."""

    entrances = serializers.ListField(child=serializers.CharField(max_length=20), required=False)
    first_floor = serializers.IntegerField(min_value=-9, max_value=200, default=1)
    last_floor = serializers.IntegerField(min_value=-9, max_value=200)
    left_out = serializers.ListField(child=serializers.IntegerField(), required=False)
    doors = serializers.IntegerField(min_value=1, max_value=40)
    type = serializers.ChoiceField(choices=HomeType.choices, default=HomeType.APARTMENT)
    areas = serializers.ListField(
        child=serializers.DecimalField(max_digits=9, decimal_places=2), required=False
    )
    bedrooms = serializers.ListField(child=serializers.IntegerField(min_value=0), required=False)
    dry_run = serializers.BooleanField(default=False)


class LayoutOut(serializers.Serializer):
    count = serializers.IntegerField()
    known = serializers.IntegerField(help_text="homes that are here already and stay as they are")
    added = serializers.IntegerField()


def phase(row) -> dict:
    return {
        "project": shapes.project(row.project),
        "code": row.code,
        "label": row.label,
        "names": row.names,
        "handover_promised_on": row.handover_promised_on,
    }


def building(row) -> dict:
    return {
        "project": shapes.project(row.project),
        "code": row.code,
        "phase": row.phase.code if row.phase else None,
        "floors": row.floors,
        "address": row.address,
        "completed_on": row.completed_on,
        "entrances": sorted((entrance.code for entrance in row.entrances.all()), key=rules.natural_key),
    }


def _asked_project(request, user):
    code = request.query_params.get("project")
    return access.project_for(user, code, to="homes.view") if code else None


class Phases(Endpoint):
    """Phases of projects; and adding one."""

    verbs = {"GET": "homes.view", "POST": "homes.edit"}
    inputs = {"POST": PhaseIn}
    outputs = {"GET": paged(PhaseOut), "POST": PhaseOut}

    def get(self, request):
        """Filter: `project`."""
        rows = selectors.phases_listed(request.user, project=_asked_project(request, request.user))
        page = CursorPage(rows, request, order=("-id",))
        return Response(page.answer([phase(row) for row in page.rows]))

    def post(self, request):
        """A code the project has already is refused with the code `duplicate_phase`."""
        said = dict(self.given())
        project = access.project_for(request.user, said.pop("project"), to="homes.edit")
        row = services.add_phase(request.user, project, now=self.now, **said)
        return Response(phase(row), status=201)


class OnePhase(Endpoint):
    """One phase; and changing it. Homes that had the old promise follow the new one."""

    verbs = {"GET": "homes.view", "PATCH": "homes.edit"}
    inputs = {"PATCH": PhasePatch}
    outputs = {"GET": PhaseOut, "PATCH": PhaseOut}

    def get(self, request, project, code):
        return Response(phase(phase_for(request.user, project, code)))

    def patch(self, request, project, code):
        row = phase_for(request.user, project, code, to="homes.edit")
        services.edit_phase(request.user, row, changes=dict(self.given()), now=self.now)
        return Response(phase(phase_for(request.user, project, code)))


class Buildings(Endpoint):
    """Buildings with their entrances; and adding one."""

    verbs = {"GET": "homes.view", "POST": "homes.edit"}
    inputs = {"POST": BuildingIn}
    outputs = {"GET": paged(BuildingOut), "POST": BuildingOut}

    def get(self, request):
        """Filter: `project`."""
        rows = selectors.buildings_listed(request.user, project=_asked_project(request, request.user))
        page = CursorPage(rows, request, order=("-id",))
        return Response(page.answer([building(row) for row in page.rows]))

    def post(self, request):
        """A code the project has already is refused with the code `duplicate_building`."""
        said = dict(self.given())
        project = access.project_for(request.user, said.pop("project"), to="homes.edit")
        said |= _phase_named(request.user, project, said)
        row = services.add_building(request.user, project, now=self.now, **said)
        return Response(building(row), status=201)


def _phase_named(user, project, said: dict) -> dict:
    """The phase by its code, as the services take it."""
    if "phase" not in said:
        return {}
    return {"phase": phase_for(user, project.code, said["phase"], to="homes.edit") if said["phase"] else None}


class OneBuilding(Endpoint):
    """One building; and changing it."""

    verbs = {"GET": "homes.view", "PATCH": "homes.edit"}
    inputs = {"PATCH": BuildingPatch}
    outputs = {"GET": BuildingOut, "PATCH": BuildingOut}

    def get(self, request, project, code):
        return Response(building(access.building_for(request.user, project, code)))

    def patch(self, request, project, code):
        row = access.building_for(request.user, project, code, to="homes.edit")
        changes = dict(self.given())
        changes |= _phase_named(request.user, row.project, changes)
        services.edit_building(request.user, row, changes=changes, now=self.now)
        return Response(building(access.building_for(request.user, project, code)))


class Entrances(Endpoint):
    """Add an entrance to a building."""

    verbs = {"POST": "homes.edit"}
    inputs = {"POST": EntranceIn}
    outputs = {"POST": BuildingOut}

    def post(self, request, project, code):
        """A code the building has already is refused with the code `duplicate_entrance`."""
        row = access.building_for(request.user, project, code, to="homes.edit")
        services.add_entrance(request.user, row, now=self.now, **self.given())
        return Response(building(access.building_for(request.user, project, code)), status=201)


class LaidOut(Endpoint):
    """Add all homes of a building by its floors and doors."""

    verbs = {"POST": "homes.edit"}
    inputs = {"POST": LayoutIn}
    outputs = {"POST": LayoutOut}

    def post(self, request, project, code):
        """Homes that are here already stay as they are; more than 2,000 at once are refused."""
        row, said = access.building_for(request.user, project, code, to="homes.edit"), dict(self.given())
        dry_run, home_type = said.pop("dry_run"), said.pop("type")
        layout = rules.Layout(
            entrances=tuple(said.pop("entrances", [])) or ("",),
            left_out=frozenset(said.pop("left_out", [])),
            areas=tuple(said.pop("areas", [])),
            bedrooms=tuple(said.pop("bedrooms", [])),
            **said,
        )
        if not 0 < layout.count <= rules.MOST_AT_ONCE:
            raise Refused(fields={"last_floor": f"1–{rules.MOST_AT_ONCE}"})
        rows = rules.homes_laid_out(row.code, layout, type=home_type)
        seen = selectors.preview_of(row, rows)
        if not dry_run:
            services.add_homes(request.user, row.project, rows, now=self.now)
        added = 0 if dry_run else seen.fresh
        return Response({"count": seen.count, "known": seen.known, "added": added}, status=201)
