"""Which processes make up the running system."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

from crm.embedded import locations
from crm.embedded.errors import CannotStart
from crm.embedded.processes import Program
from deploy.launcher.console import manage

CELERY = [sys.executable, "-m", "celery", "-A", "crm.celery"]


def all_of(var: Path, listening: socket.socket, environment: dict[str, str]) -> list[Program]:
    """Web, relays, courier, worker, beat, in the order in which they are started."""
    web_processes = whole_number("DOORSTEP_WEB_PROCESSES", 2)
    workers = str(whole_number("DOORSTEP_CELERY_PROCESSES", 2))
    descriptor = listening.fileno()
    web = [sys.executable, "-m", "deploy.launcher.web_worker", str(descriptor)]
    schedule = str(var / "beat-schedule")
    commands = {f"web-{number}": web for number in range(1, web_processes + 1)}
    # Two, so that one decision that takes its time does not keep all others waiting; they share what is due.
    relays = whole_number("DOORSTEP_RELAYS", 2)
    commands |= {f"relay-{number}": manage("relay") for number in range(1, relays + 1)}
    commands |= {
        "courier": manage("courier"),
        "worker": [
            *CELERY,
            "worker",
            "--loglevel",
            "INFO",
            "--concurrency",
            workers,
            "--without-mingle",
            "--without-gossip",
        ],
        "beat": [*CELERY, "beat", "--loglevel", "INFO", "--schedule", schedule, "--pidfile", ""],
    }
    return [
        Program(
            name=name,
            command=command,
            log=var / "logs" / f"{name}.log",
            stop_signal=signal.SIGTERM,
            environment={**environment, "PYTHONUNBUFFERED": "1"},
            descriptors=(descriptor,) if command is web else (),
            folder=locations.REPOSITORY,
        )
        for name, command in commands.items()
    ]


def whole_number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or int(text) < 1:
        raise CannotStart(f"{name}={text} is not a whole number of at least 1: change or unset it.")
    return int(text)
