"""The API of owners, homes, purchases and ownerships."""

from datetime import date

from django.utils.translation import gettext as _
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from crm.privacy.services import SHOWN_FOR
from crm.web.asked import whole
from owners import access, shapes
from owners import serializers as wire
from owners.card import revealing
from owners.card.selectors import owner_card
from owners.contracts import selectors as contract_selectors
from owners.contracts import services as contracts
from owners.contracts.states import Stage
from owners.days import day_of
from owners.duplicates.entry import refuse_alike
from owners.duplicates.signposts import numbers_before
from owners.homes import selectors as home_selectors
from owners.homes import services as homes
from owners.homes.models import HomeType
from owners.homes.states import HomeStatus
from owners.people import selectors as people_selectors
from owners.people import services as people
from owners.people.masked import Seen


class Owners(Endpoint):
    """Owners, newest first; and adding one."""

    verbs = {"GET": "owners.view", "POST": "owners.edit"}
    inputs = {"POST": wire.OwnerIn}
    outputs = {"GET": paged(wire.OwnerRow), "POST": wire.OwnerOut}

    def get(self, request):
        """Filters: `q` (name in either script or pinyin, phone whole or last four, number, home), `project`, `kind`, `stage`, `manager` (username), `below` (per cent of the profile)."""
        asked, project = request.query_params, None
        if asked.get("project"):
            project = access.project_for(request.user, asked["project"], to="owners.view")
        rows = people_selectors.owners_listed(
            request.user,
            query=asked.get("q", ""),
            project=project,
            kind=asked.get("kind", ""),
            stage=_one_of(asked, "stage", Stage.values),
            manager=_manager(request.user, asked.get("manager", "")),
            below=whole(asked.get("below", "")),
        )
        page = CursorPage(rows, request, order=("-id",))
        today = day_of(self.now)
        held = contract_selectors.homes_of([owner.pk for owner in page.rows], today)
        seen = Seen(request.user)
        return Response(page.answer([shapes.owner_row(row, held[row.pk], seen) for row in page.rows]))

    def post(self, request):
        """Who is here already is refused with whom he looks like: `duplicate_owner`, or `possible_duplicate`.

        `despite_likeness` says that somebody has looked and that it is another person.
        """
        said = _with_manager(request.user, dict(self.given()))
        project = access.project_for(request.user, said.pop("project"), to="owners.edit")
        home, despite = said.pop("home", ""), said.pop("despite_likeness", False)
        home = access.home_numbered(request.user, project.code, home) if home else None
        refuse_alike(request.user, said, home=home, despite=despite)
        if said.get("external_ref"):
            said.setdefault("source", "import")
        owner = people.add_owner(request.user, project=project, now=self.now, **said)
        return Response(_whole(request.user, owner, self.now), status=201)


class OneOwner(Endpoint):
    """One owner; and changing him, by the version you read."""

    verbs = {"GET": "owners.view", "PATCH": "owners.edit"}
    inputs = {"PATCH": wire.OwnerPatch}
    outputs = {"GET": wire.OwnerOut, "PATCH": wire.OwnerOut}

    def get(self, request, number):
        return Response(_whole(request.user, access.owner_for(request.user, number), self.now))

    def patch(self, request, number):
        """A version that is not the present one answers 409 with both versions."""
        owner = access.owner_for(request.user, number, to="owners.edit")
        changes = _with_manager(request.user, dict(self.given()))
        version = changes.pop("version")
        owner = people.edit_owner(request.user, owner, version=version, changes=changes, now=self.now)
        return Response(_whole(request.user, owner, self.now))


def _one_of(asked, name: str, values) -> str:
    """A filter that names one of some words, or nothing."""
    said = asked.get(name, "")
    if said and said not in values:
        raise Refused(fields={name: _("Choose one of the list.")})
    return said


def _day(asked, name: str) -> date | None:
    """A filter that is a day, as 2026-11-30, or nothing."""
    said = asked.get(name, "")
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Refused(fields={name: _("Write the day as 2026-11-30.")}) from None


def _manager(user, username: str):
    """Whoever is responsible, by his username; nobody where none is named."""
    return _with_manager(user, {"manager": username})["manager"] if username else None


def _with_manager(user, said: dict) -> dict:
    """The manager by his username, as the services take him."""
    if said.get("manager"):
        known = {row.username: row for row in access.managers_for(user)}
        if said["manager"] not in known:
            raise Refused(fields={"manager": access.UNKNOWN_MANAGER})
        said["manager"] = known[said["manager"]]
    return said


def _whole(user, owner, now) -> dict:
    card = owner_card(owner, today=day_of(now))
    return shapes.owner_whole(card, Seen(user, card.projects)) | {"merged_from": numbers_before(owner)}


class Reveal(Endpoint):
    """Uncover one masked value of an owner, for a reason that is written down."""

    verbs = {"POST": "owners.reveal"}
    inputs = {"POST": wire.RevealIn}
    outputs = {"POST": {200: wire.RevealOut}}

    def post(self, request, number):
        owner = access.owner_for(request.user, number, to="owners.reveal")
        value = revealing.reveal(request.user, owner, now=self.now, **self.given())
        return Response({"field": self.given()["field"], "value": value, "seconds": SHOWN_FOR})


class Visits(Endpoint):
    """When an owner came to the showroom, the latest first; and recording that he did."""

    verbs = {"GET": "owners.view", "POST": "owners.edit"}
    inputs = {"POST": wire.VisitIn}
    outputs = {"GET": paged(wire.VisitOut), "POST": wire.VisitOut}

    def get(self, request, number):
        rows = contract_selectors.visits_told(access.owner_for(request.user, number))
        page = CursorPage(rows, request, order=("-on", "-id"))
        return Response(page.answer([_visit(row) for row in page.rows]))

    def post(self, request, number):
        owner, said = access.owner_for(request.user, number, to="owners.edit"), dict(self.given())
        project = access.project_for(request.user, said.pop("project"), to="owners.edit")
        visit = contracts.record_visit(
            request.user, owner, project=project, received_by=request.user, now=self.now, **said
        )
        return Response(_visit(visit), status=201)


def _visit(row) -> dict:
    return {"project": shapes.project(row.project), "on": row.on, "remark": row.remark}


class Homes(Endpoint):
    """Homes, newest first; and adding one."""

    verbs = {"GET": "homes.view", "POST": "homes.edit"}
    inputs = {"POST": wire.HomeIn}
    outputs = {"GET": paged(wire.HomeOut), "POST": wire.HomeOut}

    def get(self, request):
        """Filters: `q` (project, number, street, in any order), `project`, `status`, `type`."""
        asked, project = request.query_params, None
        if asked.get("project"):
            project = access.project_for(request.user, asked["project"], to="homes.view")
        narrowed = {
            "status": _one_of(asked, "status", HomeStatus.values),
            "type": _one_of(asked, "type", HomeType.values),
        }
        rows = home_selectors.homes_listed(
            request.user, query=asked.get("q", ""), project=project, **narrowed
        )
        page = CursorPage(rows, request, order=("-id",))
        return Response(page.answer([shapes.home(row) for row in page.rows]))

    def post(self, request):
        """A number the project has already is refused with the code `duplicate_home`."""
        said = dict(self.given())
        project = access.project_for(request.user, said.pop("project"), to="homes.edit")
        home = homes.add_home(request.user, project, now=self.now, **said)
        return Response(shapes.home(home), status=201)


class OneHome(Endpoint):
    """One home; and changing what is said of it, by the version you read."""

    verbs = {"GET": "homes.view", "PATCH": "homes.edit"}
    inputs = {"PATCH": wire.HomePatch}
    outputs = {"GET": wire.HomeOut, "PATCH": wire.HomeOut}

    def get(self, request, public_number):
        return Response(shapes.home(access.home_for(request.user, public_number)))

    def patch(self, request, public_number):
        home = access.home_for(request.user, public_number, to="homes.edit")
        changes = dict(self.given())
        version = changes.pop("version")
        homes.edit_home(request.user, home, version=version, changes=changes, now=self.now)
        return Response(shapes.home(access.home_for(request.user, public_number)))


class Handover(Endpoint):
    """Record that a home's keys changed hands."""

    verbs = {"POST": "homes.edit"}
    inputs = {"POST": wire.HandoverIn}
    outputs = {"POST": wire.HomeOut}

    def post(self, request, public_number):
        home = access.home_for(request.user, public_number, to="homes.edit")
        homes.hand_over(request.user, home, now=self.now, **self.given())
        return Response(shapes.home(access.home_for(request.user, public_number)), status=201)


class Purchases(Endpoint):
    """Purchases, newest first; and recording one."""

    verbs = {"GET": "purchases.view", "POST": "purchases.record"}
    inputs = {"POST": wire.PurchaseIn}
    outputs = {"GET": paged(wire.PurchaseOut), "POST": wire.PurchaseOut}

    def get(self, request):
        """Filters: `owner`, `project`."""
        asked = request.query_params
        rows = contract_selectors.purchases_listed(
            request.user, owner=asked.get("owner", ""), project=asked.get("project", "")
        )
        page = CursorPage(rows, request, order=("-id",))
        return Response(page.answer([shapes.purchase(row) for row in page.rows]))

    def post(self, request):
        """A reference its source has given before is refused with the code `duplicate_purchase`."""
        said, user = dict(self.given()), request.user
        owner = access.owner_for(user, said.pop("owner"), to="purchases.record")
        home, project, price = said.pop("home", None), said.pop("project", None), said.pop("price")
        if said.get("seller"):
            said["seller"] = access.owner_for(user, said["seller"], to="purchases.record")
        purchase = contracts.record_purchase(
            user,
            owner,
            access.home_for(user, home, to="purchases.record") if home else None,
            project=access.project_for(user, project, to="purchases.record") if project else None,
            amount=price["amount"],
            currency=price.get("currency", ""),
            now=self.now,
            **said,
        )
        return Response(shapes.purchase(access.purchase_for(user, purchase.number)), status=201)


class OnePurchase(Endpoint):
    """One purchase; and correcting how it is paid, by the version you read."""

    verbs = {"GET": "purchases.view", "PATCH": "purchases.record"}
    inputs = {"PATCH": wire.PurchasePatch}
    outputs = {"GET": wire.PurchaseOut, "PATCH": wire.PurchaseOut}

    def get(self, request, number):
        return Response(shapes.purchase(access.purchase_for(request.user, number)))

    def patch(self, request, number):
        row = access.purchase_for(request.user, number, to="purchases.record")
        contracts.correct_purchase(request.user, row, now=self.now, **self.given())
        return Response(shapes.purchase(access.purchase_for(request.user, number)))


class Cancellation(Endpoint):
    """Call off a purchase, with its reason; the steps before it fall with it."""

    verbs = {"POST": "purchases.record"}
    inputs = {"POST": wire.CancelIn}
    outputs = {"POST": wire.PurchaseOut}

    def post(self, request, number):
        row = access.purchase_for(request.user, number, to="purchases.record")
        contracts.cancel_purchase(request.user, row, now=self.now, **self.given())
        return Response(shapes.purchase(access.purchase_for(request.user, number)), status=201)


class Ownerships(Endpoint):
    """Who holds which home, or a share of one, since when; and recording it."""

    verbs = {"GET": "owners.view", "POST": "purchases.record"}
    inputs = {"POST": wire.OwnershipIn}
    outputs = {"GET": paged(wire.OwnershipOut), "POST": wire.OwnershipOut}

    def get(self, request):
        """Filters: `owner` (number), `home` (public number), `project`, `on` (a day: those who held it then)."""
        asked, narrowed = request.query_params, {}
        for name, path in (("owner", "owner__number"), ("home", "home__public_number")):
            if asked.get(name):
                narrowed[path] = asked[name]
        if asked.get("project"):
            narrowed["home__project"] = access.project_for(request.user, asked["project"], to="owners.view")
        rows = contract_selectors.ownerships_listed(request.user, on=_day(asked, "on"))
        page = CursorPage(rows.filter(**narrowed), request, order=("-id",))
        return Response(page.answer([shapes.ownership(row) for row in page.rows]))

    def post(self, request):
        """Shares that would sum to more than the whole are refused with the code `already_owned`."""
        said, user = dict(self.given()), request.user
        owner = access.owner_for(user, said.pop("owner"), to="purchases.record")
        home = access.home_for(user, said.pop("home"), to="purchases.record")
        row = contracts.record_ownership(user, owner, home, now=self.now, **said)
        return Response(shapes.ownership(row), status=201)


class Ending(Endpoint):
    """Record that an owner holds a home no more."""

    verbs = {"POST": "purchases.record"}
    inputs = {"POST": wire.EndIn}
    outputs = {"POST": wire.OwnershipOut}

    def post(self, request, public_id):
        """The day is the first on which it is not his. One that has ended already is refused with `illegal_move`."""
        row = access.ownership_for(request.user, public_id)
        contracts.end_ownership(request.user, row, now=self.now, **self.given())
        return Response(shapes.ownership(access.ownership_for(request.user, public_id)), status=201)
