from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from rest_framework.response import Response

from crm.accounts import access, selectors, services, tokens
from crm.accounts import serializers as shapes
from crm.accounts.permissions import VERBS, may
from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from crm.organisation import selectors as organisation


class Me(Endpoint):
    """Who I am and what I may do; and how I am named and addressed."""

    verbs = {"GET": "account.own", "PUT": "account.own"}
    inputs = {"PUT": shapes.ProfileSerializer}
    outputs = {"GET": shapes.MeSerializer, "PUT": shapes.UserSerializer}

    def get(self, request):
        verbs = sorted(verb for verb in VERBS if may(request.user, verb))
        projects = list(organisation.projects(request.user).order_by("code").values_list("code", flat=True))
        return Response({**_user(request.user), "verbs": verbs, "projects": projects})

    def put(self, request):
        return Response(_user(services.edit_user(request.user, request.user, **self.given(), now=self.now)))


class Users(Endpoint):
    """Members of the staff."""

    verbs = {"GET": "users.view", "POST": "users.edit"}
    inputs = {"POST": shapes.NewUserSerializer}
    outputs = {"GET": paged(shapes.UserSerializer), "POST": shapes.UserSerializer}
    filters = {"q": _lazy("A part of the name."), "role": _lazy("Only those who hold this role.")}

    def get(self, request):
        rows = selectors.users(query=request.GET.get("q", ""), role=request.GET.get("role", ""))
        page = CursorPage(rows, request, order=("display_name", "id"))
        return Response(page.answer(_user(row) for row in page.rows))

    def post(self, request):
        given = self.given()
        user = services.add_user(request.user, **{"password": None, **given}, now=self.now)
        return Response(_user(user), status=201)


class OneUser(Endpoint):
    """One member of the staff."""

    verbs = {"GET": "users.view", "PUT": "users.edit"}
    inputs = {"PUT": shapes.ProfileSerializer}
    outputs = {"GET": shapes.UserSerializer, "PUT": shapes.UserSerializer}

    def get(self, request, username):
        return Response(_user(access.user_for(request.user, username)))

    def put(self, request, username):
        user = access.user_for(request.user, username, to="users.edit")
        return Response(_user(services.edit_user(request.user, user, **self.given(), now=self.now)))


class UserPassword(Endpoint):
    """A new password; the user's sessions end."""

    verbs = {"POST": "users.edit"}
    inputs = {"POST": shapes.PasswordSerializer}
    outputs = {"POST": {204: None}}

    def post(self, request, username):
        user = access.user_for(request.user, username, to="users.edit")
        services.set_password(request.user, user, **self.given(), now=self.now)
        return Response(status=204)


class UserDeactivation(Endpoint):
    """Close an account: sessions and tokens end."""

    verbs = {"POST": "users.edit"}
    inputs = {"POST": shapes.BecauseSerializer}
    outputs = {"POST": {200: shapes.UserSerializer}}

    def post(self, request, username):
        user = access.user_for(request.user, username, to="users.edit")
        user = services.deactivate(request.user, user, **self.given(), now=self.now)
        return Response(_user(user))


class UserActivation(Endpoint):
    """Open a closed account again."""

    verbs = {"POST": "users.edit"}
    outputs = {"POST": {200: shapes.UserSerializer}}

    def post(self, request, username):
        user = access.user_for(request.user, username, to="users.edit")
        return Response(_user(services.activate(request.user, user, now=self.now)))


class UserRoles(Endpoint):
    """The roles of a user, each at its place."""

    verbs = {"GET": "users.view", "POST": "users.edit"}
    inputs = {"POST": shapes.PlaceSerializer}
    outputs = {"GET": shapes.PlaceSerializer(many=True), "POST": shapes.PlaceSerializer}

    def get(self, request, username):
        user = access.user_for(request.user, username)
        return Response([_role(row) for row in selectors.grants_of(user)])

    def post(self, request, username):
        user = access.user_for(request.user, username, to="users.edit")
        given = self.given()
        role, places = given.pop("role"), _places(given)
        access.require_reach(request.user, **{name: places[name] for name in ("region", "city", "project")})
        return Response(
            _role(services.grant(request.user, user, role=role, **places, now=self.now)), status=201
        )


class UserRoleRevocation(Endpoint):
    """Take a role away; it must be named exactly as it was given."""

    verbs = {"POST": "users.edit"}
    inputs = {"POST": shapes.PlaceSerializer}
    outputs = {"POST": {204: None}}

    def post(self, request, username):
        user = access.user_for(request.user, username, to="users.edit")
        given = self.given()
        row = selectors.grant_like(user, role=given.pop("role"), **_places(given))
        if row is None:
            raise Refused(fields={"role": _("The user does not hold this role there.")})
        services.revoke(request.user, row, now=self.now)
        return Response(status=204)


class Tokens(Endpoint):
    """My own API tokens."""

    verbs = {"GET": "account.own", "POST": "account.own"}
    inputs = {"POST": shapes.NewTokenSerializer}
    outputs = {"GET": shapes.TokenSerializer(many=True), "POST": shapes.IssuedTokenSerializer}

    def get(self, request):
        return Response([_token(row) for row in tokens.held_by(request.user)])

    def post(self, request):
        row, secret = tokens.issue(request.user, request.user, **self.given(), now=self.now)
        return Response({**_token(row), "token": secret}, status=201)


class OneToken(Endpoint):
    """End a token of mine."""

    verbs = {"DELETE": "account.own"}

    def delete(self, request, ref):
        tokens.revoke(request.user, access.token_for(request.user, ref), now=self.now)
        return Response(status=204)


def _places(codes: dict) -> dict:
    try:
        return selectors.places_by_code(codes)
    except KeyError as exc:
        raise Refused(fields={exc.args[0]: _("Nothing has this code.")}) from exc


def _role(row) -> dict:
    described = services.described(row)
    described.pop("user")
    return described


def _user(user) -> dict:
    return {
        "username": user.username,
        "display_name": user.display_name,
        "email": user.email,
        "language": user.language,
        "is_active": user.is_active,
        "roles": [_role(row) for row in user.grants.all()],
    }


def _token(row) -> dict:
    return {
        "ref": row.ref,
        "name": row.name,
        "shown": row.shown,
        "created_at": row.created_at,
        "last_used_at": row.last_used_at,
        "expires_at": row.expires_at,
    }
