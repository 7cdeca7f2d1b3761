"""One running system per var folder. The lock is the kernel's, so a killed owner leaves nothing stale."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crm.embedded import locations
from crm.embedded.errors import CannotStart, because_of_the_system


@dataclass(frozen=True)
class Running:
    """Who holds the folder; ``url`` is "" while it starts, or when it serves no pages."""

    pid: int
    url: str


class Lock:
    """Held from ``take`` until the process ends; the file stays and says who held it last."""

    def __init__(self, var: Path) -> None:
        self.path = locations.folder(var) / "run.lock"
        self.descriptor = -1

    def take(self) -> None:
        """Raises CannotStart when a living process holds the folder."""
        try:
            self.descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise because_of_the_system(error, f"writing {self.path}") from error
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self.descriptor)
            raise CannotStart(already_running(self.path)) from None
        self.write("")

    def write(self, url: str) -> None:
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, json.dumps({"pid": os.getpid(), "url": url}).encode(), 0)

    def release(self) -> None:
        with contextlib.suppress(OSError):
            os.ftruncate(self.descriptor, 0)
            os.close(self.descriptor)


def running(var: Path) -> Running | None:
    """The system that runs from this folder, if one does."""
    path = var / "run.lock"
    try:
        with open(path) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return written(path)
    except OSError:
        return None
    return None


def written(path: Path) -> Running:
    try:
        words = json.loads(path.read_text())
        return Running(int(words["pid"]), str(words["url"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Running(0, "")


def already_running(path: Path) -> str:
    owner = written(path)
    where = f" at {owner.url}" if owner.url else ""
    who = f" (process {owner.pid})" if owner.pid else ""
    end = f"`kill {owner.pid}`" if owner.pid else "Ctrl-C where it runs"
    return (
        f"Doorstep already runs{where}{who} with the folder {path.parent}: end it with {end}, "
        "or set DOORSTEP_VAR to another folder."
    )


@contextlib.contextmanager
def held(var: Path) -> Iterator[Lock]:
    lock = Lock(var)
    lock.take()
    try:
        yield lock
    finally:
        lock.release()
