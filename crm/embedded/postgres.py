"""The embedded PostgreSQL: its cluster below ``var/postgres``, a private socket, no TCP port."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from crm.embedded import binaries, identity, locations, processes
from crm.embedded.errors import CannotStart, because_of_the_system
from crm.embedded.processes import Program

USER = "doorstep"
# Shared memory for parallel queries; containers often have 64 MB, which one large sort overruns.
ENOUGH_SHARED_MEMORY = 512 * 2**20

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_destination": "stderr",
    # A statement that fails, and the sentence and the key that PostgreSQL says about it, hold what people wrote and
    # their numbers. The application says in its own log what failed, cleaned; the server's keeps to the server.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    # A promise that was answered with 200 is on the disk: the outbox stands on these two.
    "fsync": "on",
    "synchronous_commit": "on",
}
# For tests, which throw their databases away.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start(var: Path, *, durable: bool = True) -> subprocess.Popen:
    """Make the cluster if there is none, start the server, make the database; returns the server's process.

    ``durable=False`` trades the data's survival of a power cut for speed. Raises CannotStart.
    """
    server = prepare(var, durable=durable)
    process = processes.spawn(server)
    try:
        wait(var, server, process)
        create_database(var)
    except BaseException:
        processes.stop(process)
        raise
    return process


def prepare(var: Path, *, durable: bool = True) -> Program:
    """Everything before the start: the cluster, the folders, no stale lock. Returns the program to run."""
    runs_as = identity.for_postgres()
    bin_folder = binaries.postgres_folder()
    identity.check_reach(runs_as, bin_folder / "postgres")
    locations.folder(var / "logs")
    locations.private_folder(locations.socket_folder(var), runs_as.owner)
    cluster = var / "postgres"
    if not cluster.exists():
        make_cluster(cluster, bin_folder, runs_as)
    check_owner(cluster, runs_as)
    check_version(cluster, bin_folder)
    clear_stale_lock(var)
    options = {**SETTINGS, **({} if durable else FORGETFUL), "dynamic_shared_memory_type": shared_memory()}
    arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    return Program(
        name="postgres",
        command=[bin_folder / "postgres", "-D", cluster, "-k", locations.socket_folder(var), *arguments],
        log=var / "logs" / "postgres.log",
        stop_signal=signal.SIGINT,  # "fast": ends the connections, writes everything down
        death_signal=signal.SIGINT,
        identity=runs_as.option,
        is_server=True,
    )


def make_cluster(cluster: Path, bin_folder: Path, runs_as: identity.Identity) -> None:
    """Under another name first, so that an interrupted initdb never passes for a cluster."""
    draft = cluster.with_name(cluster.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    locations.private_folder(draft, runs_as.owner)
    command = [bin_folder / "initdb", "-D", draft, "-U", USER, "-E", "UTF8", "-A", "trust", "--no-locale"]
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    made = initdb([*command, *builtin], draft, runs_as)
    if made.returncode and "locale" in made.stderr:  # PostgreSQL 15 and 16 know no builtin provider
        made = initdb([*command[:-1], "--locale=C.UTF-8"], draft, runs_as)
    if made.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        if "No space left" in made.stderr:
            raise CannotStart("The disk is full while making the database: free some space and start again.")
        raise CannotStart(f"The database could not be made: {made.stderr.strip().splitlines()[-1]}")
    draft.rename(cluster)


def initdb(command: list, draft: Path, runs_as: identity.Identity) -> subprocess.CompletedProcess:
    leashed = identity.leashed(command, identity=runs_as.option)
    return subprocess.run(leashed, capture_output=True, text=True, cwd=draft.parent)


def check_owner(cluster: Path, runs_as: identity.Identity) -> None:
    """A cluster made as root cannot be used by an ordinary user, and the other way round only after chown."""
    owner = cluster.stat().st_uid
    if owner == runs_as.owner:
        return
    if os.geteuid() != 0:
        raise CannotStart(
            f"{cluster} belongs to another account (uid {owner}): start Doorstep as that account, "
            f"or give it to this one with chown -R."
        )
    try:
        for folder, _, files in os.walk(cluster):
            for path in [folder, *(os.path.join(folder, name) for name in files)]:
                os.lchown(path, runs_as.owner, -1)
    except OSError as error:
        raise because_of_the_system(error, f"giving {cluster} to the database's account") from error


def check_version(cluster: Path, bin_folder: Path) -> None:
    made_by = int((cluster / "PG_VERSION").read_text())
    found = binaries.version(bin_folder)
    if found != made_by:
        raise CannotStart(
            f"{cluster} was made by PostgreSQL {made_by}, but {bin_folder} holds {found}: set "
            f"DOORSTEP_POSTGRES_BIN to a PostgreSQL {made_by}, or start afresh with `python3 run.py reset`."
        )


def clear_stale_lock(var: Path) -> None:
    """Remove the lock of a server that was killed; end a server that was left running.

    PostgreSQL trusts the number in postmaster.pid. After a restart of the machine or container that number
    often belongs to somebody else, and PostgreSQL would refuse to start for ever.
    """
    lock = var / "postgres" / "postmaster.pid"
    for _ in range(200):
        pid = written_pid(lock)
        if pid is None or not serves(pid, var / "postgres"):
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        time.sleep(0.05)
    else:
        raise CannotStart(f"A database server (process {pid}) is still using {lock.parent}: end it first.")
    lock.unlink(missing_ok=True)
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (locations.socket_folder(var) / name).unlink(missing_ok=True)


def written_pid(lock: Path) -> int | None:
    try:
        return int(lock.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def serves(pid: int, cluster: Path) -> bool:
    """Whether that process is a PostgreSQL of this cluster. Asked of ps where there is no /proc."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        asked = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True)
        words = asked.stdout.split()
    return str(cluster) in words


def shared_memory() -> str:
    try:
        shm = os.statvfs("/dev/shm")  # noqa: S108
    except OSError:
        return "mmap"
    return "posix" if shm.f_bavail * shm.f_frsize >= ENOUGH_SHARED_MEMORY else "mmap"


def wait(var: Path, server: Program, process: subprocess.Popen) -> None:
    """Until it takes connections; longer after a crash, when it first reads its log again."""
    if not processes.wait_until(lambda: is_ready(var, process.pid), process, seconds=120):
        raise processes.why_not(server)


def is_ready(var: Path, pid: int) -> bool:
    """As pg_ctl knows it: the eighth line of the lock file says ready, and it is this process's lock."""
    try:
        lines = (var / "postgres" / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    if len(lines) < 8 or lines[0] != str(pid) or lines[7].strip() != "ready":
        return False
    return answers(locations.postgres_socket(var))


def answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def create_database(var: Path, name: str = "doorstep") -> None:
    """Make the database unless it is there."""
    bin_folder = binaries.postgres_folder()
    command = [bin_folder / "psql", "-h", locations.socket_folder(var), "-U", USER, "-d", "postgres"]
    for sql in (f"SELECT 1 FROM pg_database WHERE datname = '{name}'", f"CREATE DATABASE {name}"):  # noqa: S608
        asked = subprocess.run([*command, "-qtAXc", sql], capture_output=True, text=True)
        if asked.returncode:
            raise CannotStart(f"The database {name} could not be made: {asked.stderr.strip()}")
        if asked.stdout.strip():
            return
