"""The whole system, from the servers to the pages, begun and ended as one thing."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crm.embedded import locations, postgres, processes, valkey
from crm.embedded.errors import CannotStart
from deploy.launcher import console, environment, locks, ports, preparation, programs
from deploy.launcher.supervisor import Supervisor

PATIENCE = 90.0


@dataclass(frozen=True)
class Options:
    host: str = "127.0.0.1"
    port: int = 8000
    demonstration: bool | None = None  # None: with the embedded database only


@dataclass
class System:
    var: Path
    url: str
    supervisor: Supervisor


@contextlib.contextmanager
def started(options: Options) -> Iterator[System]:
    """Everything running and answering; ended, servers last, when the block is left."""
    var = locations.var_folder()
    environment.check_room(var, environment.room_for(var))
    with locks.held(var) as lock, contextlib.closing(ports.listen(options.host, options.port)) as listening:
        supervisor = Supervisor()
        try:
            if options.demonstration is not False:
                preparation.clear_half_a_town(var)
            start_servers(supervisor, var)
            host, port = listening.getsockname()[:2]
            url = f"http://{address(options.host, host)}:{port}/"
            # The links in messages lead here, those of the demonstration town too.
            os.environ.setdefault("DOORSTEP_PUBLIC_URL", url.rstrip("/"))
            prepare(var, options)
            begin(supervisor, var, listening, hosts(options.host))
            wait_for_pages(supervisor, host, port)
            preparation.served(var)
            lock.write(url)
            supervisor.listen_to_signals()
            yield System(var, url, supervisor)
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, supervisor.end_soon)
            supervisor.end_everything()


def start_servers(supervisor: Supervisor, var: Path) -> None:
    """PostgreSQL and Valkey, each unless an address of another server is given."""
    if os.environ.get("DATABASE_URL"):
        ports.check_server(os.environ["DATABASE_URL"], "DATABASE_URL", 5432)
    else:
        server = postgres.prepare(var)
        process = supervisor.start(server, before=lambda: postgres.clear_stale_lock(var))
        postgres.wait(var, server, process)
        postgres.create_database(var)
    if not os.environ.get("REDIS_URL"):
        server = valkey.prepare(var)
        process = supervisor.start(server)
        if not processes.wait_until(
            lambda: postgres.answers(locations.redis_socket(var)), process, seconds=20
        ):
            raise processes.why_not(server)


def prepare(var: Path, options: Options) -> None:
    preparation.compile_catalogues()
    preparation.migrate(var)
    preparation.load_demonstration(var, wanted=options.demonstration)
    preparation.collect_static(var)


def begin(supervisor: Supervisor, var: Path, listening, given: dict[str, str]) -> None:
    for program in programs.all_of(var, listening, given):
        supervisor.start(program)


def hosts(host: str) -> dict[str, str]:
    """The name in the address bar must be one that Django accepts."""
    if os.environ.get("DOORSTEP_ALLOWED_HOSTS") or host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::"):  # noqa: S104
        return {}
    return {"DOORSTEP_ALLOWED_HOSTS": f"127.0.0.1,localhost,[::1],{host}"}


def address(given: str, host: str) -> str:
    """What to write in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}  # noqa: S104
    return shown.get(host, given if ":" not in given else f"[{given}]")


def wait_for_pages(supervisor: Supervisor, host: str, port: int) -> None:
    """Until a page is served. A web process that dies at once says why in its log."""
    deadline = time.monotonic() + PATIENCE
    failures = {child.program.name: 0 for child in supervisor.children}
    with console.step("starting web, relay, courier, worker and beat"):
        while time.monotonic() < deadline:
            if serves(host, port):
                return
            for child in supervisor.children:
                if child.program.name.startswith("web") and child.process.poll() is not None:
                    failures[child.program.name] += 1
            if all(failures[name] for name in failures if name.startswith("web")):
                break
            time.sleep(0.05)
    web = next(child.program for child in supervisor.children if child.program.name.startswith("web"))
    raise processes.why_not(web)


def serves(host: str, port: int) -> bool:
    """Whether any page answers, an error page too: then the log has the reason and the browser a page."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return bool(connection.getresponse().status)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextlib.contextmanager
def servers() -> Iterator[None]:
    """Just the servers, for one command; those of the running system where it runs."""
    var = locations.var_folder()
    if locks.running(var):
        yield
        return
    own: list[subprocess.Popen] = []
    with locks.held(var):
        try:
            if not os.environ.get("DATABASE_URL"):
                own.append(postgres.start(var))
            if not os.environ.get("REDIS_URL"):
                own.append(valkey.start(var))
            yield
        finally:
            for server in reversed(own):
                processes.stop(server)


def check_running(var: Path) -> None:
    found = locks.running(var)
    if found:
        raise CannotStart(locks.already_running(var / "run.lock"))
