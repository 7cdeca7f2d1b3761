"""The API of prospects, their conversion and the weights of their score."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from owners import access as owners_access
from owners.people.choices import Source
from owners.people.masked import Seen

from . import access, keeping, picture, selectors, services, wording
from . import serializers as wire


def shape(row, seen: Seen) -> dict:
    """A prospect as a plain dict."""
    step = selectors.step_of(row)
    return {
        "id": row.public_id,
        "owner": row.owner.number,
        "name": seen.of(row.owner, "name"),
        "phone": seen.of(row.owner, "phone"),
        "project": row.project.code,
        "step": step.value,
        "step_label": str(step.label),
        "score": row.score,
        "reasons": [
            {name: reason[name] for name in ("code", "points", "most", "words")}
            for reason in wording.explained(row.reasons)
        ],
        "weights_version": row.weights_version,
        "source": row.source,
        "campaign": row.campaign,
        "interest": {name: getattr(row, name) for name in services.INTEREST},
        "currency": row.project.currency,
        "opened_on": row.opened_on,
        "heard_on": row.heard_on,
        "salesperson": row.salesperson.username if row.salesperson else None,
        "next_step": row.next_step,
        "next_step_on": row.next_step_on,
        "lost_because": row.lost_because,
        "version": row.version,
    }


def _whole(user, public_id) -> dict:
    row = access.prospect_for(user, public_id)
    return shape(row, Seen(user, [row.project]))


class Prospects(Endpoint):
    """Prospects, the likeliest first; and opening one."""

    verbs = {"GET": "prospects.view", "POST": "prospects.work"}
    inputs = {"POST": wire.OpenIn}
    outputs = {"GET": paged(wire.ProspectOut), "POST": wire.ProspectOut}
    filters = {
        "state": "open (usual), signed, lost or all",
        "project": "code",
        "source": "how they came",
        "step": "visited, reserved, subscribed or signed: those who have come so far",
    }

    def get(self, request):
        asked = {name: request.query_params.get(name, "") for name in self.filters}
        page = CursorPage(selectors.prospects_listed(request.user, asked), request, order=selectors.RANKED)
        seen = Seen(request.user)
        return Response(page.answer([shape(row, seen) for row in page.rows]))

    def post(self, request):
        """A phone number somebody has already is that person: his interest is added to. Amounts are minor units."""
        said = dict(self.given())
        project = owners_access.project_for(request.user, said.pop("project"), to="prospects.work")
        row = services.open_prospect(request.user, project=project, now=self.now, **said)
        return Response(_whole(request.user, row.public_id), status=201)


class OneProspect(Endpoint):
    """One prospect; and changing what is known of his interest, by the version you read."""

    verbs = {"GET": "prospects.view", "PATCH": "prospects.work"}
    inputs = {"PATCH": wire.PatchIn}
    outputs = {"GET": wire.ProspectOut, "PATCH": wire.ProspectOut}

    def get(self, request, public_id):
        return Response(_whole(request.user, public_id))

    def patch(self, request, public_id):
        row = access.prospect_for(request.user, public_id, to="prospects.work")
        changes = dict(self.given())
        version = changes.pop("version")
        services.edit_prospect(request.user, row, version=version, changes=changes, now=self.now)
        return Response(_whole(request.user, public_id))


class Salesperson(Endpoint):
    """Who is answerable for a prospect."""

    verbs = {"POST": "prospects.give"}
    inputs = {"POST": wire.GiveIn}
    outputs = {"POST": wire.ProspectOut}

    def post(self, request, public_id):
        row, said = access.prospect_for(request.user, public_id, to="prospects.give"), self.given()
        known = {person.username: person for person in owners_access.managers_for(request.user)}
        if said["salesperson"] is not None and said["salesperson"] not in known:
            raise Refused(fields={"salesperson": owners_access.UNKNOWN_MANAGER})
        to = known.get(said["salesperson"])
        services.give(request.user, row, to=to, version=said["version"], now=self.now)
        return Response(_whole(request.user, public_id), status=201)


class Loss(Endpoint):
    """He will not buy, with the reason."""

    verbs = {"POST": "prospects.work"}
    inputs = {"POST": wire.LoseIn}
    outputs = {"POST": wire.ProspectOut}

    def post(self, request, public_id):
        row = access.prospect_for(request.user, public_id, to="prospects.work")
        services.lose(request.user, row, now=self.now, **self.given())
        return Response(_whole(request.user, public_id), status=201)


class Return(Endpoint):
    """Somebody who was lost is interested again."""

    verbs = {"POST": "prospects.work"}
    inputs = {"POST": wire.WinBackIn}
    outputs = {"POST": wire.ProspectOut}

    def post(self, request, public_id):
        row = access.prospect_for(request.user, public_id, to="prospects.work")
        services.win_back(request.user, row, now=self.now, **self.given())
        return Response(_whole(request.user, public_id), status=201)


class Conversions(Endpoint):
    """Of those who asked, by the way they came, how many have come how far."""

    verbs = {"GET": "prospects.view"}
    outputs = {"GET": wire.ConversionsOut}
    filters = {"project": "code", "month": "2026-03: only those who first asked in this month"}

    def get(self, request):
        first = picture.month_called(request.query_params.get("month", ""))
        rows = selectors.conversion(
            request.user,
            project=request.query_params.get("project", ""),
            month=first,
            until=picture.month_after(first) if first else None,
        )
        names = dict(Source.choices)
        results = [
            {
                "source": row.source,
                "source_label": str(names[row.source]),
                "opened": row.opened,
                "reached": row.reached,
                "median_days": row.days,
                "too_few_to_say": row.small,
            }
            for row in rows
        ]
        return Response({"results": results})


class Weights(Endpoint):
    """How many points each reason can give; together a hundred."""

    verbs = {"GET": "prospects.view", "POST": "prospects.weigh"}
    inputs = {"POST": wire.WeightsIn}
    outputs = {"GET": wire.WeightsOut, "POST": wire.WeightsOut}

    def get(self, request):
        version, points = keeping.weights()
        return Response({"version": version, "points": points.plain()})

    def post(self, request):
        """Makes a new version; earlier ones stay."""
        row = services.weigh(request.user, now=self.now, **self.given())
        return Response({"version": row.version, "points": row.points}, status=201)
