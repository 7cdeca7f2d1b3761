"""The embedded Valkey: a private socket, no TCP port, nothing kept on disk.

What it holds (Celery's messages, caches) can be found again from rows in PostgreSQL; ``noeviction`` makes a
full memory an error that is seen instead of a message that is gone.
"""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from crm.embedded import binaries, locations, processes
from crm.embedded.postgres import answers
from crm.embedded.processes import Program


def prepare(var: Path) -> Program:
    locations.folder(var / "logs")
    sockets = locations.socket_folder(var)
    if not sockets.exists():
        locations.private_folder(sockets)
    locations.redis_socket(var).unlink(missing_ok=True)
    command = [binaries.valkey_server(), "--port", "0", "--unixsocket", locations.redis_socket(var)]
    command += ["--unixsocketperm", "600", "--maxmemory", "256mb", "--maxmemory-policy", "noeviction"]
    command += ["--save", "", "--appendonly", "no", "--dir", sockets]
    return Program(
        name="valkey", command=command, log=var / "logs" / "valkey.log", stop_signal=signal.SIGTERM
    )


def start(var: Path) -> subprocess.Popen:
    """Start the server and wait until it answers; returns its process. Raises CannotStart."""
    server = prepare(var)
    process = processes.spawn(server)
    if not processes.wait_until(lambda: answers(locations.redis_socket(var)), process, seconds=20):
        processes.stop(process)
        raise processes.why_not(server)
    return process
