"""The servers and databases of one test session, chosen before the settings read the environment.

The embedded servers run once a session, in a folder of their own that no other session uses; DATABASE_URL
and REDIS_URL replace them. Every process of the session gets a database cloned from one migrated template,
which is made again only when a migration, or a module that a migration imports, has changed.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from crm.embedded import locations, servers

ROOT = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
TEMPLATE = "doorstep_template"
PARALLEL_SESSIONS = 16
locks = []
running = []


def choose_folder() -> tuple[Path, bool]:
    """The session's folder, and whether this process is the one that starts the servers."""
    chosen = os.environ.get("DOORSTEP_TEST_VAR")
    if chosen:  # an xdist worker, or a pytest that a test started
        return Path(chosen), False
    base = locations.folder(locations.var_folder())
    for number in range(1, PARALLEL_SESSIONS + 1):
        folder = locations.folder(base / ("test" if number == 1 else f"test-{number}"))
        lock = open(folder / "session.lock", "w")  # noqa: SIM115 (held until the process ends)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        locks.append(lock)
        return folder, True
    raise SystemExit(f"{PARALLEL_SESSIONS} test sessions are running below {base}: wait for one to end.")


def apart_from_others(url: str) -> str:
    """The last of a Redis's usual sixteen databases, so that no message of a test meets a real worker."""
    parts = urlsplit(url)
    return parts._replace(path="/15").geturl() if parts.scheme in ("redis", "rediss") else url


FOLDER, OWNS_SERVERS = choose_folder()
if os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = apart_from_others(os.environ["REDIS_URL"])
os.environ["DOORSTEP_TEST_VAR"] = os.environ["DOORSTEP_VAR"] = str(FOLDER)


def start_servers() -> None:
    """Start what no address replaces. Data of a test need not survive a power cut."""
    if not OWNS_SERVERS:
        return
    locations.folder(FOLDER / "static")  # WhiteNoise warns each client of a missing one
    if not os.environ.get("DATABASE_URL"):
        running.append(servers.start_postgres(FOLDER, durable=False))
    if not os.environ.get("REDIS_URL"):
        running.append(servers.start_valkey(FOLDER))


def stop_servers() -> None:
    while running:
        servers.stop(running.pop())


def admin(settings: dict) -> psycopg.Connection:
    """A connection beside the tests' databases, to make and drop them."""
    named = {"user": settings["USER"], "password": settings["PASSWORD"], "port": settings["PORT"]}
    given = {key: value for key, value in named.items() if value}
    return psycopg.connect(host=settings["HOST"] or None, dbname="postgres", autocommit=True, **given)


def refuse_production(settings: dict) -> None:
    """Stop when DATABASE_URL names a database that people work in, though tests only clone beside it."""
    if not os.environ.get("DATABASE_URL"):
        return
    with admin(settings) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [settings["NAME"]])
        if not found.fetchone():
            return
        dsn = {**connection.info.get_parameters(), "dbname": settings["NAME"]}
    with psycopg.connect(**dsn, password=settings["PASSWORD"] or None) as named:
        if named.execute("SELECT to_regclass('accounts_user') IS NULL").fetchone()[0]:
            return
        users = named.execute("SELECT count(*) FROM accounts_user").fetchone()[0]
    if users:
        raise SystemExit(
            f"DATABASE_URL names {settings['NAME']}, which has {users} users: tests run only beside an empty "
            "database. Unset DATABASE_URL, or name another one."
        )


def database_name() -> str:
    nested = "" if OWNS_SERVERS or WORKER else f"_{os.getpid()}"
    return f"test_doorstep_{WORKER or 'main'}{nested}"


def make_database(settings: dict, migrate, *, afresh: bool = False) -> str:
    """Clone the template, making it first if it is missing or old. ``migrate(name)`` fills an empty one."""
    name = database_name()
    template = f"{TEMPLATE}_{fingerprint()}"
    with admin(settings) as connection:
        # All processes of all sessions on this server queue here; one makes the template.
        connection.execute("SELECT pg_advisory_lock(hashtext('doorstep tests'))")
        if afresh or not exists(connection, template):
            make_template(connection, template, migrate)
        drop(connection, name)
        clone = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(clone.format(sql.Identifier(name), sql.Identifier(template)))
    return name


def make_template(connection: psycopg.Connection, template: str, migrate) -> None:
    old = "SELECT datname FROM pg_database WHERE datname LIKE %s"
    for (name,) in connection.execute(old, [f"{TEMPLATE}_%"]).fetchall():
        drop(connection, name)
    draft = f"{TEMPLATE}_draft"
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
    migrate(draft)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    connection.execute(rename.format(sql.Identifier(draft), sql.Identifier(template)))


def exists(connection: psycopg.Connection, name: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def drop_database(settings: dict, name: str) -> None:
    with admin(settings) as connection:
        drop(connection, name)


def fingerprint() -> str:
    """Changes with the migrations, with our modules that they import, and with the packages."""
    migrations = set(ROOT.glob("*/migrations/*.py")) | set(ROOT.glob("*/*/migrations/*.py"))
    read = migrations | {module for path in migrations for module in own_imports(path)}
    digest = hashlib.sha256()
    for path in sorted(read | {ROOT / "requirements" / "base.txt"}):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def own_imports(path: Path) -> set[Path]:
    """The files of this repository that a migration imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    found = set()
    for name in names:
        place = ROOT.joinpath(*name.split("."))
        found |= {file for file in (place.with_suffix(".py"), place / "__init__.py") if file.exists()}
    return found
