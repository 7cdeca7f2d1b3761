"""The ground of the benchmarks: servers of their own with every safety on, one agent, two projects, one token."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crm.embedded import servers
from crm.embedded.locations import database_url

FOLDER = Path(os.environ["DOORSTEP_VAR"])


@dataclass
class Ground:
    """What the works need: who asks, with which token, about which projects."""

    agent: object
    projects: list
    headers: dict
    web: object = None
    small: object = None  # the web process of the copy that holds a tenth of the cases


def start_servers() -> list:
    """PostgreSQL and Redis, durable as in service; nothing where the environment names real ones."""
    running = []
    if not os.environ.get("DATABASE_URL"):
        running.append(servers.start_postgres(FOLDER))
    if not os.environ.get("REDIS_URL"):
        running.append(servers.start_valkey(FOLDER))
    return running


def empty_database() -> None:
    """A migrated database with nothing in it, whatever an earlier run left."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)


def copy_database(name: str) -> str:
    """A copy of the database as it is now, under this name; returns its address. Nobody else may be connected."""
    from django.conf import settings
    from django.db import connection

    given = settings.DATABASES["default"]["NAME"]
    connection.close()
    connection.close_pool()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {given}")
    address = os.environ.get("DATABASE_URL")
    return urlsplit(address)._replace(path=f"/{name}").geturl() if address else database_url(FOLDER, name)


def prepare(now) -> Ground:
    """The agent sees one project of two, so that every list is scoped for real."""
    from crm.accounts import services as accounts
    from crm.accounts import tokens
    from crm.accounts.models import Role, User
    from crm.organisation import services as organisation

    machine = accounts.system_user("benchmarks")
    region = organisation.add_region(machine, code="R", name="R", names={}, now=now)
    city = organisation.add_city(machine, region=region, code="C", name="C", names={}, now=now)
    projects = [
        organisation.add_project(machine, city=city, code=code, name=code, names={}, now=now) for code in "PQ"
    ]
    accounts.add_user(
        machine, username="agent", display_name="Agent", language="en", password=os.urandom(16).hex(), now=now
    )
    agent = User.objects.get(username="agent")
    accounts.grant(machine, agent, role=Role.AGENT, project=projects[0], now=now)
    _, secret = tokens.issue(machine, agent, name="benchmarks", now=now)
    return Ground(User.objects.get(pk=agent.pk), projects, {"Authorization": f"Bearer {secret}"})
