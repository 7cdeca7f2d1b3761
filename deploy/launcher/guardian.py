"""Ends what a killed supervisor leaves behind.

    python -I -S guardian.py DESCRIPTOR

A process of its own that reads from a pipe what the supervisor starts and what has ended. When the pipe
closes, the supervisor is gone, however it went: after a moment of grace everything that still runs is killed
with all it started. The kernel's death signal (leash.py) reaches only the supervisor's own children, and only
on Linux; the guardian reaches their children too, everywhere.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time

GRACE = 8.0


def main(descriptor: int) -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    charges: dict[int, tuple[int, str]] = {}
    with os.fdopen(descriptor, "r", encoding="ascii") as pipe:
        for line in pipe:
            verb, number, *rest = line.split()
            if verb == "started":
                charges[int(number)] = (int(rest[0]), birth(int(number)))
            else:
                charges.pop(int(number), None)
    end(charges)


def end(charges: dict[int, tuple[int, str]]) -> None:
    """Ask each leader with its own signal; kill its group once it has gone, or when the grace is over."""
    for leader, (how, born) in charges.items():
        send(leader, how, born)
    deadline = time.monotonic() + GRACE
    while charges:
        gone = [leader for leader in charges if not lives(leader) or time.monotonic() > deadline]
        for leader in gone:
            _, born = charges.pop(leader)
            send(leader, signal.SIGKILL, born, whole_group=True)
        time.sleep(0.02)


def send(leader: int, how: int, born: str, *, whole_group: bool = False) -> None:
    """Never to a stranger: a number that was given to another process since is left alone."""
    if birth(leader) not in ("", born):
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if whole_group:
            os.killpg(leader, how)
        else:
            os.kill(leader, how)


def lives(pid: int) -> bool:
    """Running, and not only unburied."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        pass
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return not os.path.exists("/proc/self")


def birth(pid: int) -> str:
    """When the process began, in the kernel's ticks; "" where it is gone or there is no /proc."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


if __name__ == "__main__":
    main(int(sys.argv[1]))
