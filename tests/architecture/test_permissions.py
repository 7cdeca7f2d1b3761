"""Who may open which address: read from the URL resolver, committed as a table, and tried out.

After adding a route: `python -m tests.architecture.write_permission_table`, and read what changed.
"""

import re
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import path

from crm.accounts.models import Role, User
from crm.accounts.permissions import PUBLIC, VERBS
from tests.architecture.routes import Route, holders, routes, table
from tests.architecture.write_permission_table import FILE
from tests.factories import a_user

SAMPLES = {"int": "1", "uuid": str(UUID(int=0)), "path": "x/y", "iso_date": "2026-03-02"}
REFUSED = 403


def test_every_route_says_who_may_open_it():
    silent = [
        f"{route.path} {method}"
        for route in routes()
        for method, verb in route.verbs().items()
        if verb is None or (verb is not PUBLIC and verb not in VERBS)
    ]
    assert silent == []


def test_every_public_route_says_why():
    silent = [route.path for route in routes() if PUBLIC in route.verbs().values() and not route.because]
    assert silent == []


def test_the_committed_table_is_the_one_of_the_resolver():
    committed = FILE.read_text(encoding="utf-8").splitlines()
    present = table().splitlines()
    added = sorted(set(present) - set(committed))
    gone = sorted(set(committed) - set(present))
    assert (added, gone) == ([], []), (
        "run python -m tests.architecture.write_permission_table and read the change"
    )


def test_a_route_that_says_nothing_is_noticed():
    """The negative control."""
    bare = path("bare/", lambda request: None)
    assert Route("/bare/", "", bare.callback, bare.pattern).verbs() == {"any": None}
    assert holders(None) == "NOBODY SAID WHO MAY"


def address(route: Route, known: dict) -> str:
    """The route's path with something in each place: a thing that exists where one is known."""

    def fill(found):
        before, kind, name = found.groups()
        thing = known.get((before, name)) or known.get(name) or SAMPLES.get(kind, "x")
        return f"{before}/{thing}" if found.group(0).startswith(f"{before}/") else before + thing

    return re.sub(r"([\w.-]*)/?<(?:(\w+):)?(\w+)>", fill, route.path)


@pytest.fixture
def cast(riverside, harbour, engineering, db):
    """One person of each role, for the whole group."""
    people = {}
    for role in Role:
        department = engineering if role == Role.HANDLER else None
        person = a_user(role, department=department, username=role.value, language="en")
        people[role.value] = User.objects.get(pk=person.pk)
    return people


class Visitor:
    """Somebody signed in once, or nobody; each request is a fresh browser whose effects are taken back."""

    def __init__(self, person):
        client = Client()
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        self.cookies = client.cookies.output(header="")

    def ask(self, method: str, url: str):
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies)
        mark = transaction.savepoint()
        try:
            if method == "GET":
                return client.get(url)
            return getattr(client, method.lower())(url, "{}", content_type="application/json")
        finally:
            transaction.savepoint_rollback(mark)


def tried(route: Route):
    """(method, verb) pairs to try; pages are opened and sent to."""
    for method, verb in route.verbs().items():
        if method != "any":
            yield method, verb
        else:
            yield "GET", verb
            yield "POST", verb


def wrong_with(route: Route, method: str, verb, visitor: Visitor, role: str, url: str) -> str | None:
    """What the answer should not have been, or None."""
    answer = visitor.ask(method, url)
    status = answer.status_code
    shown = f"{method} {url} as {role}: {status}"
    if status >= 500 and status != 503:
        return shown
    if verb is PUBLIC:
        return shown if status == 401 else None
    if role == "anonymous":
        to_sign_in = status == 302 and answer["Location"].startswith("/sign-in/")
        return None if status in (401, 405) or to_sign_in else shown
    if role not in VERBS[verb]:
        return None if status in (REFUSED, 405) else shown
    # A page that takes several verbs asks for the finer one itself when something is sent to it.
    page_sent_to = route.view_class is None and method == "POST"
    return shown if status in (401, REFUSED) and not page_sent_to else None


@pytest.mark.parametrize("role", ["anonymous", *Role.values])
def test_what_each_role_gets_is_what_the_table_says(role, cast, known_things):
    visitor = Visitor(cast.get(role))
    wrong = []
    for route in routes():
        url = address(route, known_things)
        for method, verb in tried(route):
            answer = wrong_with(route, method, verb, visitor, role, url)
            if answer:
                wrong.append(answer)
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.fixture
def known_things(riverside, hangzhou, chen, home_1201):
    """Things that exist, by the word before them in the address and the name of the parameter."""
    return {
        "username": "agent",
        "kind": "project",
        ("projects", "code"): riverside.code,
        ("project", "code"): riverside.code,
        ("owners", "number"): chen.number,
        "code": riverside.code,
    }


def test_the_guard_taken_away_is_noticed(cast, monkeypatch):
    """The negative control: with a permission function that says yes to all, the table is broken."""
    monkeypatch.setattr("crm.web.pages.require", lambda *args, **kwargs: None)
    route = next(route for route in routes() if route.name == "settings_users")
    assert wrong_with(route, "GET", "users.view", Visitor(cast["agent"]), "agent", "/settings/users/")
