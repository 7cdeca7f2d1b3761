"""The API of suspected pairs and merges."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.web.asked import whole
from owners import access as owners
from owners.days import day_of
from owners.people.masked import Seen

from . import access, selectors, services, wording
from . import serializers as wire
from .states import SHOWN, PairStatus


class Duplicates(Endpoint):
    """Pairs of owners who look like one, the surest first."""

    verbs = {"GET": "duplicates.view"}
    outputs = {"GET": paged(wire.PairOut)}

    def get(self, request):
        """Filters: `status` (open by default), `project`, `least` (points)."""
        asked, project = request.query_params, None
        if asked.get("project"):
            project = owners.project_for(request.user, asked["project"], to="duplicates.view")
        status = asked.get("status", "")
        rows = selectors.pairs_listed(
            request.user,
            status=status if status in set(SHOWN) else PairStatus.OPEN.value,
            project=project,
            least=whole(asked.get("least", "")) or 0,
        )
        page = CursorPage(rows, request, order=("-points", "id"))
        seen = Seen(request.user)
        return Response(page.answer([pair_shape(row, seen) for row in page.rows]))


class Decisions(Endpoint):
    """One decision on many pairs, all or none."""

    verbs = {"POST": "duplicates.decide"}
    inputs = {"POST": wire.DecisionsIn}
    outputs = {"POST": {200: wire.PairOut(many=True)}}

    def post(self, request):
        said = dict(self.given())
        pairs = access.pairs_for(request.user, said.pop("ids"))
        done = services.decide_many(request.user, pairs, now=self.now, **said)
        seen = Seen(request.user)
        return Response([pair_shape(row, seen) for row in done])


class Decision(Endpoint):
    """Say whether the two are one person: same, different, later; or open, to take it back."""

    verbs = {"POST": "duplicates.decide"}
    inputs = {"POST": wire.DecisionIn}
    outputs = {"POST": {200: wire.PairOut}}

    def post(self, request, public_id):
        pair, said = access.pair_for(request.user, public_id, to="duplicates.decide"), dict(self.given())
        if said["decision"] == "open":
            row = services.reopen(request.user, pair, now=self.now)
        else:
            row = services.decide(request.user, pair, now=self.now, **said)
        return Response(pair_shape(row, Seen(request.user)))


class Scans(Endpoint):
    """Look over all owners for those who are here twice."""

    verbs = {"POST": "duplicates.scan"}
    outputs = {"POST": {202: wire.ScanOut}}

    def post(self, request):
        job = services.start_scan(request.user, now=self.now)
        return Response({"job": job.public_id}, status=202)


class OwnerMerge(Endpoint):
    """Merge another owner into this one; and what it would do."""

    verbs = {"GET": "duplicates.merge", "POST": "duplicates.merge"}
    inputs = {"POST": wire.MergeIn}
    outputs = {"GET": wire.PreviewOut, "POST": wire.MergeOut}

    def get(self, request, number):
        """Query: `gone`, the number of the owner who would go. Nothing is written."""
        kept, gone = access.both_for(request.user, number, request.query_params.get("gone", ""))
        found = selectors.preview(kept, gone, Seen(request.user), day_of(self.now))
        shape = {
            "kept": kept.number,
            "gone": gone.number,
            "differences": [{**row, "because": str(row["because"])} for row in found.fields],
            "moves": found.moves,
            "total": found.total,
        }
        return Response(shape)

    def post(self, request, number):
        said = dict(self.given())
        kept, gone = access.named_both(request.user, number, said.pop("gone"))
        row = services.merge(request.user, kept, gone, now=self.now, **said)
        return Response(merge_shape(row), status=201)


class Merges(Endpoint):
    """What was merged, newest first."""

    verbs = {"GET": "duplicates.view"}
    outputs = {"GET": paged(wire.MergeOut)}

    def get(self, request):
        page = CursorPage(selectors.merges_listed(request.user), request, order=("-at", "-id"))
        return Response(page.answer([merge_shape(row) for row in page.rows]))


class OneMerge(Endpoint):
    """One merge with what followed."""

    verbs = {"GET": "duplicates.view"}
    outputs = {"GET": wire.MergeOut}

    def get(self, request, public_id):
        return Response(merge_shape(access.merge_for(request.user, public_id)))


class Undo(Endpoint):
    """Let both owners be what they were before the merge."""

    verbs = {"POST": "duplicates.merge"}
    inputs = {"POST": wire.UndoIn}
    outputs = {"POST": {200: wire.MergeOut}}

    def post(self, request, public_id):
        row = access.merge_for(request.user, public_id, to="duplicates.merge")
        services.undo(request.user, row, now=self.now, **self.given())
        return Response(merge_shape(access.merge_for(request.user, public_id)))


def pair_shape(row, seen) -> dict:
    return {
        "id": row.public_id,
        "first": _owner(row.first, seen),
        "second": _owner(row.second, seen),
        "points": row.points,
        "confidence": wording.confidence(row.points),
        "confidence_label": wording.sure(row.points),
        "reasons": wording.reasons(row.reasons),
        "status": row.status,
        "status_label": str(PairStatus(row.status).label),
        "later_until": row.later_until,
        "decided_by": row.decided_by.username if row.decided_by else None,
        "decided_at": row.decided_at,
    }


def _owner(owner, seen) -> dict:
    return {"number": owner.number, "name": owner.name, "phone": seen.of(owner, "phone")}


def merge_shape(row) -> dict:
    return {
        "id": row.public_id,
        "kept": row.kept.number,
        "gone": row.gone.number,
        "at": row.at,
        "by": row.actor.username,
        "because": row.because,
        "choices": row.choices,
        "moves": selectors.told(row),
        "undone_at": row.undone_at,
        "undone_by": row.undone_by.username if row.undone_by else None,
    }
