"""PostgreSQL refuses to run as root; this decides as whom it runs instead."""

from __future__ import annotations

import functools
import os
import pwd
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from crm.embedded.errors import CannotStart

LEASH = Path(__file__).with_name("leash.py")
ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True)
class Identity:
    """``option`` for the leash ("" is: as we are); ``owner`` is who must own the data, seen from outside."""

    option: str
    owner: int


@functools.cache
def for_postgres() -> Identity:
    """As we are; root in a user namespace, where the machine allows one; else an unprivileged account."""
    if os.geteuid() != 0:
        return Identity("", os.geteuid())
    if runs_as("namespace", ["/bin/true"]):
        return Identity("namespace", 0)
    for name in ACCOUNTS:
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return Identity(f"{account.pw_uid}:{account.pw_gid}", account.pw_uid)
    raise CannotStart(
        "PostgreSQL refuses to run as root, and this machine has neither user namespaces nor an account "
        "named postgres or nobody: start Doorstep as an ordinary user."
    )


def check_reach(identity: Identity, program: Path) -> None:
    """The other account must be able to read the programs; a checkout below /root hides them from it."""
    if identity.owner and os.geteuid() == 0 and not runs_as(identity.option, [str(program), "--version"]):
        name = pwd.getpwuid(identity.owner).pw_name
        raise CannotStart(
            f"PostgreSQL refuses to run as root, and the account {name} cannot reach {program}: "
            "move this folder to a place that everybody may read, or start as an ordinary user."
        )


def runs_as(option: str, command: list[str]) -> bool:
    answer = subprocess.run(leashed(command, identity=option), capture_output=True)
    return answer.returncode == 0


def leashed(command: list[str], *, identity: str = "", death_signal: int = 9) -> list[str]:
    """The command as it is run under the leash: dying with this process, under that identity."""
    leash = [
        sys.executable,
        "-I",
        "-S",
        str(LEASH),
        "--parent",
        str(os.getpid()),
        "--signal",
        str(int(death_signal)),
    ]
    if identity:
        leash += ["--identity", identity]
    return [*leash, "--", *map(str, command)]
