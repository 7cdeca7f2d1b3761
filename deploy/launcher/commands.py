"""What ``run.py`` does for each of its words, once Python's packages are there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from crm.embedded import locations
from crm.embedded.errors import CannotStart, because_of_the_system
from deploy.launcher import console, frontend, locks, preparation, system
from deploy.launcher.console import say

ROOT = locations.REPOSITORY
KEPT_BY_RESET = ("logs", "test")


def start(options: system.Options) -> int:
    """Run everything until Ctrl-C."""
    frontend.prepare()
    with system.started(options) as running:
        say(welcome(running))
        running.supervisor.keep_running()
        say("\nEnding …")
    say("Doorstep has ended.")
    return 0


def welcome(running: system.System) -> str:
    lines = ["", f"Doorstep runs at {running.url}", ""]
    town = demonstration_people(running.var)
    if town:
        lines += [f"Sign in to the demonstration town with the password {town['password']} as", ""]
        lines += [f"  {role:<20} {', '.join(names)}" for role, names in by_role(town["people"]).items()]
    else:
        lines.append("Make the first account with `python3 run.py manage createsuperuser`.")
    lines += ["", f"Logs: {running.var / 'logs'}", "Ctrl-C ends everything.", ""]
    return "\n".join(lines)


def demonstration_people(var: Path) -> dict | None:
    """Who can sign in, as it was written down when the town was built."""
    try:
        town = json.loads((var / "demonstration.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return town if town["people"] else None


def by_role(people: list[dict]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for person in people:
        place = f" ({person['place']})" if person["place"] else ""
        roles.setdefault(person["role"], []).append(person["username"] + place)
    return roles


def test(arguments: list[str]) -> int:
    """Everything the tests need, then pytest; the tests start servers of their own."""
    frontend.prepare()
    preparation.compile_catalogues()
    return hand_over([sys.executable, "-m", "pytest", *arguments])


def bench(arguments: list[str]) -> int:
    frontend.prepare()
    preparation.compile_catalogues()
    return hand_over([sys.executable, "-m", "tests.benchmarks", *arguments])


def manage(arguments: list[str]) -> int:
    """One of Django's commands, beside the running system or with servers of its own for as long."""
    frontend.prepare()
    with system.servers():
        return beside(console.manage(*arguments))


def tour(arguments: list[str]) -> int:
    """The tour through the running system, or through one started for it on any free port."""
    frontend.prepare()
    found = locks.running(locations.var_folder())
    if found and not found.url:
        raise CannotStart("Doorstep is still starting: wait until it prints its address, then take the tour.")
    if found:
        return beside(console.manage("tour", *arguments), DOORSTEP_URL=found.url)
    with system.started(system.Options(port=0)) as running:
        command = console.manage("tour", *arguments)
        environment = {**os.environ, "DOORSTEP_URL": running.url}
        guide = subprocess.Popen(command, cwd=ROOT, env=environment)
        running.supervisor.keep_running(until=lambda: guide.poll() is not None)
        if guide.poll() is None:
            guide.terminate()
        return guide.wait()


def reset(*, sure: bool) -> int:
    """Throw away the embedded database and all that was made from it."""
    var = locations.var_folder()
    if os.environ.get("DATABASE_URL"):
        raise CannotStart("DATABASE_URL names a server that Doorstep did not make: reset its database there.")
    with locks.held(var):
        doomed = [path for path in sorted(var.iterdir()) if not kept(path.name)]
        if not sure and not agreed(f"Delete all data, keys and files in {var}? Write yes: "):
            say("Nothing was deleted.")
            return 1
        for path in doomed:
            remove(path)
    say("Done. `python3 run.py` starts afresh.")
    return 0


def kept(name: str) -> bool:
    return name == "run.lock" or name.startswith(KEPT_BY_RESET)


def agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() == "yes"
    except EOFError:
        say("")
        return False


def remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        raise because_of_the_system(error, f"deleting {path}") from error


def stop() -> int:
    """End the system that runs from this folder, wherever it was started."""
    found = locks.running(locations.var_folder())
    if not found or not found.pid:
        say("Doorstep does not run.")
        return 0
    os.kill(found.pid, signal.SIGTERM)
    say(f"Asked process {found.pid} to end.")
    return 0


def beside(command: list, **environment: str) -> int:
    """A command with our terminal; Ctrl-C is its to answer, we wait for it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN, which the command would inherit
    try:
        return subprocess.call(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
        )
    finally:
        signal.signal(signal.SIGINT, before)


def hand_over(command: list) -> int:
    """Become that command."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(command[0], [str(part) for part in command])  # noqa: S606
    return 1
