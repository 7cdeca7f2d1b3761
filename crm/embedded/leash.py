"""Run one program that dies with its parent, if need be under another identity.

    python -I -S leash.py --parent PID --signal N [--identity namespace|UID:GID] -- program arguments…

A program of its own and not a ``preexec_fn``: that may deadlock as soon as the parent has threads. Linux
sends ``--signal`` to the program when the parent is gone, however it went (PR_SET_PDEATHSIG). Elsewhere the
guardian alone (guardian.py) cleans up.
"""

from __future__ import annotations

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
INSIDE_USER = 1000


def main(arguments: list[str]) -> None:
    split = arguments.index("--")
    options = dict(zip(arguments[:split:2], arguments[1:split:2], strict=True))
    program = arguments[split + 1 :]
    # Identity first: changing it makes the kernel forget the death signal.
    take_identity(options.get("--identity", ""))
    die_with(int(options["--parent"]), int(options["--signal"]))
    try:
        os.execvp(program[0], program)  # noqa: S606 (no shell is the point)
    except OSError as error:
        sys.exit(f"cannot run {program[0]}: {error.strerror}")


def take_identity(identity: str) -> None:
    if identity == "namespace":
        enter_user_namespace()
    elif identity:
        user, group = (int(part) for part in identity.split(":"))
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)


def enter_user_namespace() -> None:
    """Root outside is user 1000 inside: PostgreSQL, which refuses root, starts, and files stay root's."""
    outside_user, outside_group = os.geteuid(), os.getegid()
    if libc().unshare(CLONE_NEWUSER):
        sys.exit("this machine allows no user namespace")
    write("/proc/self/setgroups", "deny")
    write("/proc/self/uid_map", f"{INSIDE_USER} {outside_user} 1")
    write("/proc/self/gid_map", f"{INSIDE_USER} {outside_group} 1")


def die_with(parent: int, signal_number: int) -> None:
    if not sys.platform.startswith("linux"):
        return
    libc().prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:  # The parent died before the line above: nobody would ever tell us.
        sys.exit("the parent is gone")


def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
