"""The API of the tracking card: timeline, callers, households, and handing owners over."""

from django.urls import reverse
from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.errors import NotFound, Refused
from crm.web.asked import whole
from crm.web.sealed import PARAMETER
from owners import access
from owners.people import households, managing
from owners.people import selectors as people
from owners.people.managing_views import manager_called

from . import callers, timeline
from . import serializers as wire
from .entries import Mark

LARGEST = 100


class Timeline(Endpoint):
    """What happened with an owner, in all rooms of the house, newest first."""

    verbs = {"GET": "owners.view"}
    outputs = {"GET": wire.TimelineOut}
    filters = {
        "kind": "one of the kinds the answer names",
        "cursor": "where to go on, from `next`",
        "size": f"entries, at most {LARGEST}",
    }

    def get(self, request, number):
        owner = access.owner_for(request.user, number)
        asked, kinds = request.query_params, timeline.kinds_for(request)
        kind = asked.get("kind", "")
        if kind and kind not in kinds:
            raise Refused(fields={"kind": timeline.NO_SUCH_KIND})
        before = Mark.read(asked.get("cursor"))
        if asked.get("cursor") and before is None:
            raise Refused(fields={"cursor": timeline.NO_SUCH_PLACE})
        size = min(whole(asked.get("size", "")) or timeline.PAGE, LARGEST)
        found = timeline.stretch(request, owner, before=before, kinds={kind} if kind else None, limit=size)
        rows = [_told(entry) for entry in found.entries]
        return Response({"results": rows, "next": found.older, "kinds": kinds})


def _told(entry) -> dict:
    return {
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "text": str(entry.text),
        "because": entry.because,
        "actor": entry.actor,
        "tone": entry.tone,
        "url": entry.url,
    }


class Callers(Endpoint):
    """Whose number is ringing, and which page to open: asked by the telephone, so that no address holds a number."""

    verbs = {"POST": "owners.view"}
    inputs = {"POST": wire.CallerIn}
    outputs = {"POST": {200: wire.CallerOut}}

    def post(self, request):
        found = callers.caller(request.user, self.given()["phone"])
        if not found.plausible:
            raise Refused(fields={"phone": callers.NO_NUMBER})
        if found.owner:
            page = reverse("owners:card", args=[found.owner.number])
            return Response({"owner": found.owner.number, "name": found.owner.name, "page": page})
        page = f"{reverse('owners:calling')}?{PARAMETER}={found.sealed}"
        return Response({"owner": None, "name": None, "page": page})


def _household(owner) -> dict:
    members = people.household_of(owner)
    return {
        "kinship": owner.kinship,
        "stood": households.mark_of(owner),
        "members": [{"number": row.number, "name": row.name, "kinship": row.kinship} for row in members],
        "kin": [_kin(row) for row in people.kin_of(owner)],
    }


def _kin(row) -> dict:
    shape = {"id": row.public_id, "name": row.name, "kinship": row.kinship}
    return shape | {"birth_date": row.birth_date, "remark": row.remark, "stood": households.mark_of(row)}


def _kin_called(owner, public_id):
    found = next((row for row in people.kin_of(owner) if row.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


class Household(Endpoint):
    """Who lives with an owner."""

    verbs = {"GET": "owners.household"}
    outputs = {"GET": wire.HouseholdOut}

    def get(self, request, number):
        owner = access.owner_for(request.user, number, to="owners.household")
        return Response(_household(owner))


class _HouseholdStep(Endpoint):
    verbs = {"POST": "owners.edit"}
    outputs = {"POST": wire.HouseholdOut}

    def post(self, request, number):
        owner = access.owner_for(request.user, number, to="owners.edit")
        self.take(request.user, owner)
        return Response(_household(access.owner_for(request.user, number)), status=201)


class Joining(_HouseholdStep):
    """An owner comes to live with another."""

    inputs = {"POST": wire.JoiningIn}

    def take(self, user, owner):
        said = self.given()
        other = access.owner_for(user, said["owner"], to="owners.edit")
        households.join(user, owner, other, kinship=said["kinship"], seen=said.get("stood"), now=self.now)


class Leaving(_HouseholdStep):
    """An owner lives in his household no more."""

    inputs = {"POST": wire.StoodIn}

    def take(self, user, owner):
        households.leave(user, owner, seen=self.given().get("stood"), now=self.now)


class Splitting(_HouseholdStep):
    """An owner opens a household of his own and takes some of the kin along."""

    inputs = {"POST": wire.SplittingIn}

    def take(self, user, owner):
        said = self.given()
        kin = [_kin_called(owner, public_id) for public_id in said["kin"]]
        households.split(user, owner, kin=kin, seen=said.get("stood"), now=self.now)


class AllKin(_HouseholdStep):
    """Writing down somebody who lives with an owner and owns nothing."""

    inputs = {"POST": wire.KinIn}

    def take(self, user, owner):
        households.add_kin(user, owner, now=self.now, **self.given())


class OneKin(Endpoint):
    """Correcting somebody of a household who owns nothing, and taking him out of it."""

    verbs = {"PUT": "owners.edit", "DELETE": "owners.edit"}
    inputs = {"PUT": wire.OneKinIn}
    outputs = {"PUT": wire.HouseholdOut, "DELETE": None}

    def put(self, request, number, public_id):
        owner = access.owner_for(request.user, number, to="owners.edit")
        kin = _kin_called(owner, public_id)
        said = self.given()
        households.edit_kin(request.user, owner, kin, seen=said.pop("stood", None), now=self.now, **said)
        return Response(_household(owner))

    def delete(self, request, number, public_id):
        owner = access.owner_for(request.user, number, to="owners.edit")
        households.remove_kin(request.user, owner, _kin_called(owner, public_id), now=self.now)
        return Response(status=204)


class HandOver(Endpoint):
    """Owners go from one relationship manager to another, with the reason."""

    verbs = {"POST": "owners.edit"}
    inputs = {"POST": wire.HandOverIn}
    outputs = {"POST": {200: wire.HandOverOut}}

    def post(self, request):
        """Owners you do not see, or may not edit, are left out of the count."""
        said = self.given()
        numbers = list(dict.fromkeys(said["owners"]))
        if len(numbers) > managing.MOST:
            raise Refused(fields={"owners": managing.too_many()})
        rows = people.owners_called(request.user, numbers, to="owners.edit")
        to = manager_called(request.user, said["manager"] or "")
        count = managing.hand_over(request.user, rows, to=to, because=said["because"], now=self.now)
        return Response({"count": count})
