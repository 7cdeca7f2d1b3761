"""What the launcher says to the person at the keyboard, and the commands it runs on the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from crm.embedded import locations
from crm.embedded.errors import CannotStart
from crm.embedded.identity import leashed

NO_NETWORK = (
    "dns error",
    "Temporary failure in name resolution",
    "Failed to establish a new connection",
    "error sending request",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "Network is unreachable",
    "SELF_SIGNED_CERT",
    "UnknownIssuer",
)
TOO_LITTLE = 30_000_000  # bytes
# Behind a company's proxy, the certificates to trust are those of the machine, not those in a tool's wheel.
TRUST_THE_MACHINE = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1", "NODE_USE_SYSTEM_CA": "1"}


def say(text: str) -> None:
    with suppress(OSError):  # Nobody reads any more; that is no reason to end the system.
        print(text, flush=True)


@contextmanager
def step(name: str):
    """Announce a step that takes a while, and how long it took."""
    print(f"  {name} … ", end="", flush=True)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - begun:.1f} s", flush=True)


def run_logged(command: list, log: Path, doing: str, **more) -> None:
    """Run a command whose output only matters when it fails. Raises CannotStart with the last line."""
    locations.folder(log.parent)
    # Unbuffered, so that the last line is the last that was said.
    environment = {**TRUST_THE_MACHINE, **os.environ, "PYTHONUNBUFFERED": "1"}
    with open(log, "ab") as file:
        file.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        file.flush()
        begin = file.tell()
        made = subprocess.run(leashed(command), stdout=file, stderr=file, env=environment, **more)
    if made.returncode:
        with open(log, "rb") as file:
            file.seek(begin)
            raise failure(doing, file.read().decode("utf-8", "replace"), log)


def failure(doing: str, words: str, log: Path) -> CannotStart:
    # A database without room says so only in its own log, and its clients that it is gone.
    if "No space left on device" in words or "ENOSPC" in words or free_space(log.parent) < TOO_LITTLE:
        return CannotStart(f"The disk is full while {doing}: free some space and start again.")
    if "Permission denied" in words:
        return CannotStart(
            f"No permission while {doing}: give this account the folder {locations.REPOSITORY} (chown), or let "
            f"its owner run `python3 run.py` there once (more in {log})."
        )
    if any(sign in words for sign in NO_NETWORK):
        return CannotStart(
            f"The network cannot be reached while {doing}: the first start needs it, later ones do not. "
            f"Connect and start again (more in {log})."
        )
    lines = [line for line in words.splitlines() if line.strip()]
    last = lines[-1].strip() if lines else "it wrote nothing"
    return CannotStart(f"Something went wrong while {doing}: {last} (more in {log}).")


def free_space(folder: Path) -> int:
    with suppress(OSError):
        return shutil.disk_usage(folder).free
    return TOO_LITTLE


def manage(*arguments: str) -> list:
    return [sys.executable, locations.REPOSITORY / "manage.py", *arguments]


def has_command(name: str) -> bool:
    """Whether a room brings this manage.py command; looked up by file, Django takes a second to ask."""
    pattern = f"management/commands/{name}.py"
    return any([*room.glob(pattern), *room.glob(f"*/{pattern}")] for room in locations.rooms())
