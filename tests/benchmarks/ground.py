"""The ground of the benchmarks: servers of their own with every safety on, one agent, two projects, one token.

A town can be kept: it lies in a database that nobody measures on. Every run measures on a copy of it, and so finds it
as the first one did, however the run before came to its end.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crm.embedded import servers
from crm.embedded.locations import database_url

FOLDER = Path(os.environ["DOORSTEP_VAR"])
ROOT = Path(__file__).resolve().parents[2]


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


def copy_database(name: str, *, of: str = "") -> str:
    """A copy of the database as it is now, under this name; returns its address. Nobody else may be connected."""
    from django.db import connection

    _let_go()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {of or _measured_on()} STRATEGY file_copy")
    return _address(name)


def drop_databases(*names: str) -> None:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _measured_on() -> str:
    from django.conf import settings

    return settings.DATABASES["default"]["NAME"]


def _let_go() -> None:
    from django.db import connection

    connection.close()
    connection.close_pool()


def _address(name: str) -> str:
    address = os.environ.get("DATABASE_URL")
    return urlsplit(address)._replace(path=f"/{name}").geturl() if address else database_url(FOLDER, name)


def keep(rows: int) -> None:
    """Keep both towns as they are now; nobody may be connected."""
    copy_database(f"kept_{rows}")
    copy_database(f"kept_tenth_{rows}", of="tenth")


def take_kept(rows: int, now) -> tuple[Ground, str]:
    """A fresh copy of the towns that were kept, with whatever migrations came since; and the address of the small."""
    from django.core.management import call_command
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [f"kept_{rows}"])
        if cursor.fetchone() is None:
            raise SystemExit(f"no town of {rows:,} rows is kept: make one with --keep --rows {rows}")
    copy_database(_measured_on(), of=f"kept_{rows}")
    small = copy_database("tenth", of=f"kept_tenth_{rows}")
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    migrate = [sys.executable, "manage.py", "migrate", "--run-syncdb", "--no-input", "-v", "0"]
    subprocess.run(migrate, cwd=ROOT, env={**os.environ, "DATABASE_URL": small}, check=True)
    place = found(now)
    _give_token(small)
    return place, small


def _give_token(address: str) -> None:
    """The newest token, so that the agent may ask the copy with the headers that he asks the whole with."""
    import psycopg
    from django.db import connection

    from crm.accounts.models import ApiToken

    table = ApiToken._meta.db_table
    newest = f"COPY (SELECT * FROM {table} ORDER BY id DESC LIMIT 1) TO STDOUT"  # noqa: S608
    with (
        connection.cursor() as cursor,
        psycopg.connect(address) as copy,
        cursor.copy(newest) as given,
        copy.cursor().copy(f"COPY {table} FROM STDIN") as taken,
    ):
        for block in given:
            taken.write(block)


def prepare(now) -> Ground:
    """The agent sees one project of two, so that every list is scoped for real."""
    from crm.accounts import services as accounts
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
    return found(now)


def found(now) -> Ground:
    """Who and what `prepare` made, in whichever copy; the agent gets a token of this run."""
    from crm.accounts import tokens
    from crm.accounts.models import User
    from crm.accounts.services import system_user
    from crm.organisation.models import Project

    agent = User.objects.get(username="agent")
    _, secret = tokens.issue(system_user("benchmarks"), agent, name="benchmarks", now=now)
    projects = list(Project.objects.filter(code__in="PQ").order_by("code"))
    return Ground(agent, projects, {"Authorization": f"Bearer {secret}"})
