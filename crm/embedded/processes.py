"""One program under the leash: how to start it, wait for it, end it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crm.embedded.errors import CannotStart, because_of_the_system
from crm.embedded.identity import leashed


@dataclass(frozen=True)
class Program:
    """What the supervisor must know to run something and to end it kindly."""

    name: str
    command: Sequence[str | Path]
    log: Path
    stop_signal: int = signal.SIGTERM
    # When the supervisor is gone: everything but the database is made to be killed at any moment.
    death_signal: int = signal.SIGKILL
    identity: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    descriptors: tuple[int, ...] = ()
    folder: Path | None = None
    is_server: bool = False  # the others use it, so it ends after them


def spawn(program: Program) -> subprocess.Popen:
    """Start it in a session of its own (Ctrl-C is ours to pass on), its output appended to its log."""
    try:
        with open(program.log, "ab") as log:
            return subprocess.Popen(
                leashed(program.command, identity=program.identity, death_signal=program.death_signal),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **program.environment},
                pass_fds=program.descriptors,
                cwd=program.folder,
                start_new_session=True,
            )
    except OSError as error:
        raise because_of_the_system(error, f"starting {program.name}") from error


def wait_until(ready: Callable[[], bool], process: subprocess.Popen, *, seconds: float = 60) -> bool:
    """Wait until ``ready()``; False when the process ended first or the seconds are over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return True
        if process.poll() is not None:
            return False
        time.sleep(0.02)
    return False


def stop(process: subprocess.Popen, how: int = signal.SIGINT, seconds: float = 15) -> None:
    """Ask it to end, wait, then make it and whatever it started end."""
    if process.poll() is None:
        process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    end_group(process.pid)
    process.wait()


def end_group(leader: int) -> None:
    """Kill whatever is left of the process group that ``leader`` began."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def last_words(log: Path, size: int = 4000) -> str:
    """The end of a log, for the sentence that says why a program did not start."""
    try:
        with open(log, "rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - size))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def why_not(program: Program) -> CannotStart:
    """The sentence for a server that did not start, from what it wrote to its log."""
    words = last_words(program.log)
    lines = [line for line in words.splitlines() if line.strip()]
    if "No space left on device" in words:
        return CannotStart(
            f"The disk is full and {program.name} could not start: free some space, start again."
        )
    if "Permission denied" in words:
        return CannotStart(
            f"{program.name} could not start for lack of permission ({lines[-1]}): give this account the "
            f"folder {program.log.parent.parent} (chown), or set DOORSTEP_VAR elsewhere."
        )
    last = lines[-1] if lines else "it wrote nothing"
    return CannotStart(f"{program.name} did not start: {last} (more in {program.log}).")
