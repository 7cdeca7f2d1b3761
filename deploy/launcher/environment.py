"""Python's packages: ``.venv`` beside the code, filled from hashed requirement files only."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from crm.embedded import locations
from crm.embedded.errors import CannotStart, because_of_the_system
from deploy.launcher import console, stamps

ROOT = locations.REPOSITORY
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
ROOM_FOR_SETUP = 1_500_000_000  # bytes: packages 700 MB, front end 100 MB, database and demonstration
ROOM_FOR_START = 50_000_000
ROOM_FOR_FIRST_START = 400_000_000  # var with the demonstration town is 226 MB; the rest is room on the way


def prepare(*names: str) -> None:
    """Make sure that .venv exists and holds these requirement files' packages; a no-op when it does."""
    with only_one():
        for name in names:
            requirements = REQUIREMENTS / f"{name}.txt"
            stamp = VENV / f"doorstep-{name}.stamp"
            if stamps.read(stamp) == fingerprint(requirements):
                continue
            make_environment()
            with console.step(f"installing {requirements.relative_to(ROOT)}"):
                install(requirements)
            stamps.write(stamp, fingerprint(requirements))


def fingerprint(requirements: Path) -> str:
    """Of the file and of the Python in .venv, which need not be the one that runs this."""
    try:
        made_with = (VENV / "pyvenv.cfg").read_text()
    except OSError:
        return "no .venv"
    version = [line for line in made_with.splitlines() if line.startswith("version")]
    return stamps.of_contents([requirements], *version) if PYTHON.exists() else "no interpreter"


def enter(arguments: list[str]) -> None:
    """Go on inside .venv: the same process, another interpreter."""
    if not inside():
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "run.py"), *arguments])  # noqa: S606


def inside() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def make_environment() -> None:
    if works():
        return
    check_room(ROOT, ROOM_FOR_SETUP)
    with console.step("making .venv"):
        base = getattr(sys, "_base_executable", sys.executable)
        try:
            made = subprocess.run([base, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
        except OSError as error:
            raise because_of_the_system(error, f"making {VENV}") from error
        if made.returncode and shutil.which("uv"):
            command = ["uv", "venv", "--clear", "--seed", "--python", base, VENV]
            made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode:
            raise no_environment(made.stdout + made.stderr)


def no_environment(words: str) -> CannotStart:
    if "ensurepip" in words:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return CannotStart(
            f"This Python lacks its venv module: install it (on Debian and Ubuntu `apt install "
            f"python{version}-venv`) and start again."
        )
    if "Permission denied" in words:
        return CannotStart(
            f"No permission to make {VENV}: clone Doorstep into a folder that this account owns."
        )
    return console.failure(f"making {VENV}", words, VENV)


def works() -> bool:
    """Whether .venv's interpreter still runs; an upgrade of the system's Python may have taken it away."""
    if not PYTHON.exists():
        return False
    asked = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True)
    return asked.returncode == 0


def install(requirements: Path) -> None:
    """By uv, which takes seconds; by pip where uv cannot be had or cannot reach what pip can."""
    log = locations.var_folder() / "logs" / "setup.log"
    hashed = ["--require-hashes", "-r", requirements]
    uv = find_uv(log)
    if uv:
        with contextlib.suppress(CannotStart):
            console.run_logged(
                [*uv, "pip", "install", "--python", PYTHON, *hashed], log, "installing packages"
            )
            return
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *hashed]
    console.run_logged(command, log, f"installing {requirements.name}")


def find_uv(log: Path) -> list | None:
    """uv on the machine, in .venv, or put there now from its own hashed file."""
    found = shutil.which("uv")
    if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
        return [found]
    installed = VENV / "bin" / "uv"
    if not installed.exists():
        command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes"]
        with contextlib.suppress(CannotStart):
            console.run_logged([*command, "-r", REQUIREMENTS / "setup.txt"], log, "installing uv")
    return [installed] if installed.exists() else None


def room_for(var: Path) -> int:
    """What a start in this folder takes: the first one makes the database, where it is not somewhere else."""
    made = (var / "postgres").exists() or os.environ.get("DATABASE_URL")
    return ROOM_FOR_START if made else ROOM_FOR_FIRST_START


def check_room(folder: Path, needed: int) -> None:
    """Say early that the disk is too full, instead of breaking off in the middle."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise CannotStart(
            f"The disk is full: {free // 1_000_000} MB are free at {folder} and {needed // 1_000_000} MB are "
            "needed; free some space and start again."
        )


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Two set-ups of one checkout at the same time wait for each other."""
    try:
        VENV.mkdir(exist_ok=True)
        descriptor = os.open(VENV, os.O_RDONLY)
    except OSError as error:
        raise because_of_the_system(error, f"making {VENV}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
