"""What lies between packages and a running system: catalogues, tables, demonstration town, static files."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from crm.embedded import locations
from crm.embedded.errors import CannotStart
from deploy.launcher import console, environment, stamps

ROOT = locations.REPOSITORY
BEGUN = "begun"


def compile_catalogues() -> None:
    """The translations, for every language; .mo files are made, not committed."""
    if not console.has_command("compile_catalogues"):
        return
    sources = in_rooms("locale/*/LC_MESSAGES/*.po")
    made = [path for path in sources if path.with_suffix(".mo").exists()]
    fingerprint = stamps.of_contents(sources, str(len(made)))
    stamp = environment.VENV / "doorstep-catalogues.stamp"
    if stamps.read(stamp) != fingerprint or len(made) < len(sources):
        run("compile_catalogues", "compiling the translations")
        stamps.write(stamp, stamps.of_contents(sources, str(len(sources))))


def migrate(var: Path) -> None:
    """Bring the tables up to date. A server of somebody else's is always asked, it may have been replaced."""
    sources = [*in_rooms("migrations/*.py"), environment.REQUIREMENTS / "base.txt"]
    fingerprint = stamps.of_contents(sources)
    doing = "bringing the tables up to date"
    if os.environ.get("DATABASE_URL"):
        run("migrate", doing, "--no-input")
    else:
        stamp, fingerprint = var / "stamps" / "migrate", fingerprint + cluster(var)
        stamps.once_for(stamp, fingerprint, lambda: run("migrate", doing, "--no-input"))


def cluster(var: Path) -> str:
    """Which embedded database it was: one made since knows nothing of the steps taken in another."""
    made = var / "postgres" / "PG_VERSION"
    return f" {made.stat().st_mtime_ns}" if made.exists() else ""


def load_demonstration(var: Path, *, wanted: bool | None) -> None:
    """The demonstration town, once; into a database of somebody else's only when asked for by name, because
    its people's password is known to everybody.
    """
    if wanted is None:
        wanted = not os.environ.get("DATABASE_URL")
    if wanted and console.has_command("load_demo"):
        stamp = var / "stamps" / "demonstration"
        stamps.once_for(stamp, "loaded" + cluster(var), lambda: build_town(var))


def build_town(var: Path) -> None:
    """The town, and a note of who can sign in to it, so that later starts need not ask."""
    stamps.write(var / "stamps" / "demonstration", BEGUN)
    run("load_demo", "building the demonstration town")
    asked = subprocess.run(console.manage("sign_in_names"), cwd=ROOT, capture_output=True, text=True)
    if asked.returncode == 0:
        stamps.write(var / "demonstration.json", asked.stdout.strip().splitlines()[-1])


def clear_half_a_town(var: Path) -> None:
    """A first start that was interrupted while it built the town begins again; real data is never touched."""
    if os.environ.get("DATABASE_URL") or stamps.read(var / "stamps" / "demonstration") != BEGUN:
        return
    if stamps.read(var / "stamps" / "served"):
        raise CannotStart(
            "Building the demonstration town was interrupted: `python3 run.py --no-demo` goes on with what is "
            "there, `python3 run.py reset` deletes it and starts afresh."
        )
    shutil.rmtree(var / "postgres", ignore_errors=True)
    (var / "stamps" / "demonstration").unlink(missing_ok=True)


def served(var: Path) -> None:
    """From now on the database may hold what somebody entered."""
    stamps.once_for(var / "stamps" / "served", "yes", lambda: None)


def collect_static(var: Path) -> None:
    """Copy what browsers load to var/static, when any of it changed."""
    finders = [ROOT / "crm" / "settings.py", *(ROOT / "crm" / "web").glob("*.py")]
    files = [
        *in_rooms("static/**/*"),
        *finders,
        ROOT / "package-lock.json",
        environment.REQUIREMENTS / "base.txt",
    ]
    doing = "collecting static files"
    stamp = var / "stamps" / "static"
    stamps.once_for(
        stamp,
        stamps.of_times(path for path in files if path.is_file()),
        lambda: run("collectstatic", doing, "--no-input", "--clear"),
    )


def in_rooms(pattern: str) -> list[Path]:
    """Files of our own packages and of the rooms inside them."""
    return [path for room in locations.rooms() for path in (*room.glob(pattern), *room.glob(f"*/{pattern}"))]


def run(command: str, doing: str, *arguments: str) -> None:
    log = locations.var_folder() / "logs" / "setup.log"
    with console.step(doing):
        console.run_logged(console.manage(command, *arguments), log, doing, cwd=ROOT)
