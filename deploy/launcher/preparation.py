"""What lies between packages and a running system: catalogues, tables, demonstration town, static files."""

from __future__ import annotations

import os
from pathlib import Path

from crm.embedded import locations
from deploy.launcher import console, environment, stamps

ROOT = locations.REPOSITORY


def compile_catalogues() -> None:
    """The translations, for every language; .mo files are made, not committed."""
    if not console.has_command("compile_catalogues"):
        return
    sources = [*ROOT.glob("*/locale/*/LC_MESSAGES/*.po"), *ROOT.glob("*/*/locale/*/LC_MESSAGES/*.po")]
    made = [path for path in sources if path.with_suffix(".mo").exists()]
    fingerprint = stamps.of_contents(sources, str(len(made)))
    stamp = environment.VENV / "doorstep-catalogues.stamp"
    if stamps.read(stamp) != fingerprint or len(made) < len(sources):
        run("compile_catalogues", "compiling the translations")
        stamps.write(stamp, stamps.of_contents(sources, str(len(sources))))


def migrate(var: Path) -> None:
    """Bring the tables up to date. A server of somebody else's is always asked, it may have been replaced."""
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py")]
    fingerprint = stamps.of_contents([*sources, environment.REQUIREMENTS / "base.txt"])
    doing = "bringing the tables up to date"
    if os.environ.get("DATABASE_URL"):
        run("migrate", doing, "--no-input")
    else:
        stamp = var / "stamps" / "migrate"
        stamps.once_for(stamp, fingerprint, lambda: run("migrate", doing, "--no-input"))


def load_demonstration(var: Path, *, wanted: bool) -> None:
    """The demonstration town, once."""
    if wanted and console.has_command("load_demo"):
        stamp = var / "stamps" / "demonstration"
        stamps.once_for(stamp, "loaded", lambda: run("load_demo", "building the demonstration town"))


def collect_static(var: Path) -> None:
    """Copy what browsers load to var/static, when any of it changed."""
    sources = [*ROOT.glob("*/static/**/*"), *ROOT.glob("*/*/static/**/*"), ROOT / "crm" / "settings.py"]
    lock_file = ROOT / "package-lock.json"
    finders = ROOT.glob("crm/web/*.py")
    files = [path for path in (*sources, lock_file, *finders) if path.is_file()]
    doing = "collecting static files"
    stamp = var / "stamps" / "static"
    stamps.once_for(
        stamp, stamps.of_times(files), lambda: run("collectstatic", doing, "--no-input", "--clear")
    )


def run(command: str, doing: str, *arguments: str) -> None:
    log = locations.var_folder() / "logs" / "setup.log"
    with console.step(doing):
        console.run_logged(console.manage(command, *arguments), log, doing, cwd=ROOT)
