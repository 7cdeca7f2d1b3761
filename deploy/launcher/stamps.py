"""A stamp says what a step was made from, so that the next start skips it when nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from crm.embedded import locations
from crm.embedded.errors import because_of_the_system


def once_for(stamp: Path, fingerprint: str, step: Callable[[], object]) -> bool:
    """Take the step unless its stamp carries this fingerprint; the stamp is written only after success."""
    if read(stamp) == fingerprint:
        return False
    step()
    write(stamp, fingerprint)
    return True


def read(stamp: Path) -> str:
    try:
        return stamp.read_text()
    except OSError:
        return ""


def write(stamp: Path, fingerprint: str) -> None:
    locations.folder(stamp.parent)
    try:
        stamp.write_text(fingerprint)
    except OSError as error:
        raise because_of_the_system(error, f"writing {stamp}") from error


def of_contents(paths: Iterable[Path], *words: str) -> str:
    """Changes with what the files hold, wherever and whenever they were checked out."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def of_times(paths: Iterable[Path], *words: str) -> str:
    """Changes with the files' names, sizes and times: for many files, too many to read at every start."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        found = path.stat()
        digest.update(f"\0{path}\0{found.st_size}\0{found.st_mtime_ns}".encode())
    return digest.hexdigest()
