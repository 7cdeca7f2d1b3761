"""The API of what people ask about their own data."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import NotFound
from crm.privacy import services as privacy
from owners import access as owners_access

from . import access, checking, consents, selectors, services
from . import person as persons
from . import serializers as wire
from .states import ErasureStatus
from .views import as_file


class Exports(Endpoint):
    """Have everything about one person put together."""

    verbs = {"POST": "privacy.export"}
    inputs = {"POST": wire.ReasonIn}
    outputs = {"POST": wire.ExportOut}

    def post(self, request, number):
        owner = owners_access.owner_for(request.user, number, to="privacy.export")
        row = services.ask_export(request.user, owner, now=self.now, **self.given())
        return Response(_export(row), status=201)


class AllExports(Endpoint):
    """Exports of persons, the newest first."""

    verbs = {"GET": "privacy.requests"}
    outputs = {"GET": paged(wire.ExportOut)}

    def get(self, request):
        rows = access.in_scope(request.user, selectors.exports())
        page = CursorPage(rows, request, order=("-asked_at", "-id"))
        return Response(page.answer([_export(row) for row in page.rows]))


class HandingOver(Endpoint):
    """Note to whom and how the archive was handed over; once."""

    verbs = {"POST": "privacy.export"}
    inputs = {"POST": wire.HandOverIn}
    outputs = {"POST": {200: wire.ExportOut}}

    def post(self, request, public_id):
        row = access.export_for(request.user, public_id, to="privacy.export")
        services.hand_over(request.user, row, now=self.now, **self.given())
        return Response(_export(access.export_for(request.user, public_id)))


class OneExport(Endpoint):
    """How far an export is."""

    verbs = {"GET": "privacy.requests"}
    outputs = {"GET": wire.ExportOut}

    def get(self, request, public_id):
        return Response(_export(access.export_for(request.user, public_id)))


class ExportFile(Endpoint):
    """The archive of one person, a ZIP; fetching it is written down."""

    verbs = {"POST": "privacy.export"}

    def post(self, request, public_id):
        export = access.export_for(request.user, public_id, to="privacy.export")
        return as_file(export, services.fetch_export(request.user, export, now=self.now))


class Erasures(Endpoint):
    """Note that a person wants to be forgotten; nothing is erased yet."""

    verbs = {"POST": "privacy.erase"}
    inputs = {"POST": wire.ReasonIn}
    outputs = {"POST": wire.ErasureOut}

    def post(self, request, number):
        owner = owners_access.owner_for(request.user, number, to="privacy.erase")
        row = services.request_erasure(request.user, owner, now=self.now, **self.given())
        return Response(_erasure(row), status=201)


class AllErasures(Endpoint):
    """Who asked to be forgotten and what became of it, the newest first."""

    verbs = {"GET": "privacy.requests"}
    outputs = {"GET": paged(wire.ErasureRow)}

    def get(self, request):
        """Filter: `status`."""
        rows = access.in_scope(request.user, selectors.erasures())
        if request.query_params.get("status") in ErasureStatus.values:
            rows = rows.filter(status=request.query_params["status"])
        page = CursorPage(rows, request, order=("-asked_at", "-id"))
        return Response(page.answer([_wish(row) for row in page.rows]))


class Withdrawal(Endpoint):
    """The person has thought again; what was asked stays on record."""

    verbs = {"POST": "privacy.erase"}
    outputs = {"POST": {200: wire.ErasureOut}}

    def post(self, request, public_id):
        row = access.erasure_for(request.user, public_id, to="privacy.erase")
        services.withdraw_erasure(request.user, row, now=self.now)
        return Response(_erasure(access.erasure_for(request.user, public_id)))


class Hold(Endpoint):
    """Let nothing of a person be erased while a dispute asks for it; and end that."""

    verbs = {"GET": "privacy.requests", "PUT": "privacy.hold", "DELETE": "privacy.hold"}
    inputs = {"PUT": wire.ReasonIn}
    outputs = {"GET": wire.HoldOut, "PUT": {200: wire.HoldOut}}

    def get(self, request, number):
        """404 where nothing holds."""
        row = selectors.hold_on(owners_access.owner_for(request.user, number, to="privacy.requests"))
        if row is None:
            raise NotFound
        return Response(_hold(row))

    def put(self, request, number):
        owner = owners_access.owner_for(request.user, number, to="privacy.hold")
        return Response(_hold(services.set_hold(request.user, owner, now=self.now, **self.given())))

    def delete(self, request, number):
        owner = owners_access.owner_for(request.user, number, to="privacy.hold")
        services.lift_hold(request.user, owner, now=self.now)
        return Response(status=204)


class OneErasure(Endpoint):
    """What stands in the way, and what would become of which rows."""

    verbs = {"GET": "privacy.requests"}
    outputs = {"GET": wire.ErasureOut}

    def get(self, request, public_id):
        return Response(_erasure(access.erasure_for(request.user, public_id)))


class Confirmation(Endpoint):
    """Erase the person: by another privacy officer, or with the owner's number typed. It cannot be undone."""

    verbs = {"POST": "privacy.erase"}
    inputs = {"POST": wire.ConfirmIn}
    outputs = {"POST": wire.ErasureOut}

    def post(self, request, public_id):
        row = access.erasure_for(request.user, public_id, to="privacy.erase")
        services.confirm_erasure(request.user, row, now=self.now, **self.given())
        return Response(_erasure(access.erasure_for(request.user, public_id)), status=201)


class Consents(Endpoint):
    """What an owner agreed to, with its history; and what he says today."""

    verbs = {"GET": "privacy.consents", "POST": "privacy.consents"}
    inputs = {"POST": wire.ConsentIn}
    outputs = {"GET": wire.ConsentsOut, "POST": wire.ConsentsOut}

    def get(self, request, number):
        owner = owners_access.owner_for(request.user, number, to="privacy.consents")
        return Response(_consents(owner, self.now))

    def post(self, request, number):
        owner = owners_access.owner_for(request.user, number, to="privacy.consents")
        consents.say(request.user, owner, now=self.now, **self.given())
        return Response(_consents(owner, self.now), status=201)


class ConsentLinks(Endpoint):
    """Send an owner a link on which he sees and changes what he agreed to; an earlier link ends."""

    verbs = {"POST": "privacy.consents"}
    outputs = {"POST": wire.LinkOut}

    def post(self, request, number):
        owner = owners_access.owner_for(request.user, number, to="privacy.consents")
        row = consents.send_link(request.user, owner, now=self.now)
        return Response({"expires_at": row.expires_at}, status=201)


def _export(row) -> dict:
    return {
        "id": row.public_id,
        "owner": row.owner.number,
        "status": row.status,
        "asked_at": row.asked_at,
        "rows": row.row_count,
        "expires_at": row.expires_at,
        "handed_at": row.handed_at,
        "handed_to": row.handed_to,
    }


def _hold(row) -> dict:
    return {"because": row.because, "set_at": row.set_at, "set_by": row.set_by.username}


def _erasure(row) -> dict:
    someone = persons.of(row.owner)
    is_open = row.status == "requested"
    standing = checking.hindrances(someone) if is_open else []
    return _wish(row) | {
        "perhaps": [vars(one) for one in checking.perhaps(someone)] if is_open else [],
        "hindrances": [{"text": str(one.text), "numbers": list(one.numbers)} for one in standing],
        "fates": [
            {"table": one.model, "rows": one.rows, "becomes": one.erasure.value, "because": str(one.because)}
            for one in checking.fates(someone)
        ],
    }


def _wish(row) -> dict:
    return {
        "id": row.public_id,
        "owner": row.owner.number,
        "status": row.status,
        "asked_at": row.asked_at,
        "asked_by": row.asked_by.username,
        "confirmed": row.confirmed_how,
        "ended_at": row.ended_at,
    }


def _consents(owner, now) -> dict:
    return {
        "purposes": [
            {
                "purpose": one.purpose,
                "purpose_label": str(one.label),
                "runs": one.runs,
                "statement": _statement(one.statement) if one.statement else None,
            }
            for one in consents.standings(owner, now=now)
        ],
        "history": [_statement(row) for row in privacy.history_of(owner)[:200]],
    }


def _statement(row) -> dict:
    names = ("purpose", "given", "at", "until", "source", "wording")
    return {name: getattr(row, name) for name in names}
