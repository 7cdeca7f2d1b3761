"""The API of handovers, their findings and checklists."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import NotFound, Refused
from owners import access, shapes
from owners.access import owner_for
from owners.days import day_of
from owners.homes.models import HomeType
from owners.warranty.access import part_for

from . import checklists, selectors, services
from . import serializers as wire
from .access import colleague_for, finding_for, handover_for, item_for
from .states import HandoverStatus


def _row(handover) -> dict:
    return {
        "id": handover.public_id,
        "home": shapes.home_ref(handover.home),
        "owner": shapes.owner_ref(handover.owner),
        "status": handover.status,
        "status_label": handover.get_status_display(),
        "appointment_at": handover.appointment_at,
        "conducted_by": handover.conducted_by.username if handover.conducted_by else None,
        "ended_on": handover.ended_on,
        "version": handover.version,
    }


def _whole(handover) -> dict:
    items = [
        {
            "id": seen.item.public_id,
            "room": room,
            "name": seen.item.label,
            "looked": seen.looked or None,
            "remark": seen.result.remark if seen.result else "",
        }
        for room, rows in selectors.inspection_of(handover)
        for seen in rows
    ]
    names = ("because", "signed_by", "keys", "water", "electricity", "gas", "heating")
    shape = _row(handover) | {name: getattr(handover, name) for name in names}
    return shape | {"items": items, "findings": [_finding(row) for row in selectors.findings_of(handover)]}


def _finding(row) -> dict:
    return {
        "id": row.public_id,
        "place": row.item.room_label if row.item else row.place,
        "remark": row.remark,
        "seriousness": row.seriousness,
        "part": row.part.code if row.part else None,
        "due_on": row.due_on,
        "fixed_on": row.fixed_on,
        "fixed_remark": row.fixed_remark,
    }


def _item(row) -> dict:
    return {
        "id": row.public_id,
        "home_type": row.home_type,
        "room": row.room_label,
        "name": row.label,
        "part": row.part.code if row.part else None,
        "position": row.position,
        "retired": row.retired,
    }


class Handovers(Endpoint):
    """Handovers, the newest first; and settling an appointment."""

    verbs = {"GET": "handovers.view", "POST": "handovers.edit"}
    inputs = {"POST": wire.HandoverIn}
    outputs = {"GET": paged(wire.HandoverRow), "POST": wire.HandoverOut}

    def get(self, request):
        """Filters: `project`, `status`."""
        asked, project = request.query_params, None
        if asked.get("project"):
            project = access.project_for(request.user, asked["project"], to="handovers.view")
        if asked.get("status") and asked["status"] not in HandoverStatus.values:
            raise Refused(fields={"status": ", ".join(HandoverStatus.values)})
        rows = selectors.handovers_listed(request.user, status=asked.get("status", ""), project=project)
        page = CursorPage(rows, request, order=("-id",))
        return Response(page.answer([_row(row) for row in page.rows]))

    def post(self, request):
        """A home that has an appointment is refused with the code `already_appointed`."""
        said, user = dict(self.given()), request.user
        home = access.home_for(user, said["home"], to="handovers.edit")
        row = services.plan_handover(
            user,
            home,
            owner_for(user, said["owner"]),
            at=said["appointment_at"],
            conducted_by=colleague_for(user, said["conducted_by"]),
            now=self.now,
        )
        return Response(_whole(handover_for(user, row.public_id)), status=201)


class OneHandover(Endpoint):
    """One handover with its items and findings; and another appointment, by the version you read."""

    verbs = {"GET": "handovers.view", "PATCH": "handovers.edit"}
    inputs = {"PATCH": wire.AppointmentIn}
    outputs = {"GET": wire.HandoverOut, "PATCH": wire.HandoverOut}

    def get(self, request, public_id):
        return Response(_whole(handover_for(request.user, public_id)))

    def patch(self, request, public_id):
        row, said = handover_for(request.user, public_id, to="handovers.edit"), self.given()
        services.reschedule(
            request.user,
            row,
            version=said["version"],
            at=said["appointment_at"],
            conducted_by=colleague_for(request.user, said["conducted_by"]),
            now=self.now,
        )
        return Response(_whole(handover_for(request.user, public_id)))


class Inspection(Endpoint):
    """What was seen, item by item; said again it is corrected."""

    verbs = {"PUT": "handovers.edit"}
    inputs = {"PUT": wire.InspectionIn}
    outputs = {"PUT": wire.HandoverOut}

    def put(self, request, public_id):
        row, said = handover_for(request.user, public_id, to="handovers.edit"), self.given()
        known = {
            seen.item.public_id: seen.item.pk for _room, rows in selectors.inspection_of(row) for seen in rows
        }
        missing = [result["item"] for result in said["results"] if result["item"] not in known]
        if missing:
            raise NotFound
        results = {known[result["item"]]: dict(result) for result in said["results"]}
        services.inspect(request.user, row, version=said["version"], results=results, now=self.now)
        return Response(_whole(handover_for(request.user, public_id)))


class TakingOver(Endpoint):
    """The owner signs and takes the keys: the home is handed over."""

    verbs = {"POST": "handovers.edit"}
    inputs = {"POST": wire.TakeOverIn}
    outputs = {"POST": wire.HandoverOut}

    def post(self, request, public_id):
        row, said = handover_for(request.user, public_id, to="handovers.edit"), dict(self.given())
        readings = {name: said.pop(name, None) for name in services.METERS}
        services.take_over(request.user, row, readings=readings, now=self.now, **said)
        return Response(_whole(handover_for(request.user, public_id)), status=201)


class Refusal(Endpoint):
    """The owner does not take the home over, for a reason."""

    verbs = {"POST": "handovers.edit"}
    inputs = {"POST": wire.ReasonIn}
    outputs = {"POST": wire.HandoverOut}
    service = staticmethod(services.refuse)

    def post(self, request, public_id):
        row = handover_for(request.user, public_id, to="handovers.edit")
        self.service(request.user, row, now=self.now, **self.given())
        return Response(_whole(handover_for(request.user, public_id)), status=201)


class CallingOff(Refusal):
    """The appointment does not take place."""

    service = staticmethod(services.call_off)


class Findings(Endpoint):
    """Findings that wait to be fixed, the newest first."""

    verbs = {"GET": "handovers.view"}
    outputs = {"GET": paged(wire.FindingRow)}

    def get(self, request):
        """Filters: `project`, `late=1`."""
        asked, project = request.query_params, None
        if asked.get("project"):
            project = access.project_for(request.user, asked["project"], to="handovers.view")
        late = day_of(self.now) if asked.get("late") == "1" else None
        rows = selectors.findings_listed(request.user, project=project, overdue_on=late)
        page = CursorPage(rows, request, order=("-id",))
        found = [
            _finding(row) | {"handover": row.handover.public_id, "home": shapes.home_ref(row.handover.home)}
            for row in page.rows
        ]
        return Response(page.answer(found))


class HandoverFindings(Endpoint):
    """Write down something wrong that the list does not ask for."""

    verbs = {"POST": "handovers.edit"}
    inputs = {"POST": wire.FindingIn}
    outputs = {"POST": wire.FindingOut}

    def post(self, request, public_id):
        row, said = handover_for(request.user, public_id, to="handovers.edit"), dict(self.given())
        code = said.pop("part", "")
        part = part_for(request.user, code) if code else None
        finding = services.add_finding(request.user, row, part=part, now=self.now, **said)
        return Response(_finding(finding), status=201)


class Fixing(Endpoint):
    """A finding has been put right."""

    verbs = {"POST": "handovers.edit"}
    inputs = {"POST": wire.FixedIn}
    outputs = {"POST": wire.FindingOut}

    def post(self, request, public_id):
        row = finding_for(request.user, public_id)
        services.fix_finding(request.user, row, now=self.now, **self.given())
        return Response(_finding(finding_for(request.user, public_id)), status=201)


class ChecklistItems(Endpoint):
    """The checklist of a type of home; and adding an item."""

    verbs = {"GET": "checklists.edit", "POST": "checklists.edit"}
    inputs = {"POST": wire.ItemIn}
    outputs = {"GET": wire.ItemsOut, "POST": wire.ItemOut}

    def get(self, request):
        """Filter: `home_type`, by default apartment."""
        home_type = request.query_params.get("home_type", HomeType.APARTMENT)
        if home_type not in HomeType.values:
            raise Refused(fields={"home_type": ", ".join(HomeType.values)})
        return Response({"results": [_item(row) for row in selectors.items_of(home_type)]})

    def post(self, request):
        said = dict(self.given())
        code = said.pop("part", "")
        part = part_for(request.user, code, to="checklists.edit") if code else None
        return Response(_item(checklists.add_item(request.user, part=part, now=self.now, **said)), status=201)


class OneChecklistItem(Endpoint):
    """Change an item of a checklist, or retire it."""

    verbs = {"PATCH": "checklists.edit"}
    inputs = {"PATCH": wire.ItemPatch}
    outputs = {"PATCH": wire.ItemOut}

    def patch(self, request, public_id):
        row = item_for(request.user, public_id)
        return Response(
            _item(checklists.edit_item(request.user, row, changes=dict(self.given()), now=self.now))
        )


class StandardChecklist(Endpoint):
    """Begin with the house's list for a type of home."""

    verbs = {"POST": "checklists.edit"}
    inputs = {"POST": wire.HomeTypeIn}
    outputs = {"POST": wire.ItemsOut}

    def post(self, request):
        home_type = self.given()["home_type"]
        checklists.add_standard_list(request.user, home_type, now=self.now)
        return Response({"results": [_item(row) for row in selectors.items_of(home_type)]}, status=201)
