"""How many statements the lists take at one row and at a thousand: the same, or somebody asks row by row."""

import os

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm import clock
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line

LISTS = {
    "the desk's queue": "/desk/",
    "directives": "/desk/directives/",
    "owners": "/owners/",
    "satisfaction": "/satisfaction/",
    "coordination": "/coordination/",
    "decisions": "/coordination/decisions/",
    "API cases": "/api/v1/cases?size=200",
    "API owners": "/api/v1/owners?size=200",
    "API feedback": "/api/v1/feedback?size=200",
    "API decisions": "/api/v1/decisions?size=200",
    "API directives": "/api/v1/directives?size=200",
}
MANY = 1_000


def statements(ground: Ground, options) -> list[Line]:
    """Each list in a project of its own, with one row, and with a thousand."""
    project, client = _quiet_project(ground)
    _fill(ground, project, 0, 1)
    one = {name: _count(client, address) for name, address in LISTS.items()}
    _fill(ground, project, 1, MANY)
    many = {name: _count(client, address) for name, address in LISTS.items()}
    return [
        Line(f"statements at {MANY:,} rows beside one: {name}", many[name], one[name], 1, unit="")
        for name in LISTS
    ]


def _quiet_project(ground: Ground) -> tuple:
    """A project without rows, and the browser of somebody who sees this one only."""
    from crm.accounts import services as accounts
    from crm.accounts.models import Role, User
    from crm.organisation import services as organisation

    now, machine = clock.now(), accounts.system_user("benchmarks")
    project = organisation.add_project(
        machine, city=ground.projects[0].city, code="S", name="S", names={}, now=now
    )
    password = os.urandom(16).hex()
    accounts.add_user(
        machine, username="reader", display_name="Reader", language="en", password=password, now=now
    )
    reader = User.objects.get(username="reader")
    for role in (Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.MARKETING, Role.EXECUTIVE):
        accounts.grant(machine, reader, role=role, project=project, now=now)
    client = Client()
    client.force_login(User.objects.get(pk=reader.pk), backend="django.contrib.auth.backends.ModelBackend")
    return project, client


def _fill(ground: Ground, project, first: int, last: int) -> None:
    """Owners, cases, and a low score of each owner with the decision and the directive that follow from it."""
    from crm.events import relay
    from owners.people.bulk import add_owners
    from satisfaction.feedback.services import record_feedback
    from tests.benchmarks.town import load_cases

    now = clock.now()
    load_cases(
        20_000_000 + first, 20_000_000 + last, projects=[project.pk], people=[ground.agent.pk], now=now
    )
    rows = [
        {"project": project, "kind": "person", "name": f"业主{n}", "phone": f"138{n:08d}", "language": "fi"}
        for n in range(first, last)
    ]
    for outcome in add_owners(ground.agent, rows, now=now):
        record_feedback(
            ground.agent, owner=outcome.row, project=project, case=None, score=10, attitude="", opinion="",
            subject="", words="没有人回电话", language="zh-hans", via="api", now=now,
        )  # fmt: skip
    relay.drain(now=clock.now())


def _count(client: Client, address: str) -> int:
    """The statements of one look, once it is warm."""
    for _ in range(2):
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)
