"""The address that the web processes share, opened once and early."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from crm.embedded.errors import CannotStart


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, or the sentence that says who has the port. Port 0 takes any free one."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror:
        raise CannotStart(
            f"--host {host} is no address of this machine: leave it out, or use 0.0.0.0."
        ) from None
    family, kind, protocol, _, address = found[0]
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise cannot_listen(error, host, port) from error
    return listening


def cannot_listen(error: OSError, host: str, port: int) -> CannotStart:
    other = port + 1 if port < 65535 else 8000
    if error.errno == errno.EADDRINUSE:
        return CannotStart(
            f"Port {port} is taken{by_whom(port)}: end that program, or choose another port with --port {other}."
        )
    if error.errno == errno.EACCES:
        return CannotStart(
            f"This account may not use port {port}: choose one from 1024 up, for example --port 8000."
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return CannotStart(f"--host {host} is no address of this machine: leave it out, or use 0.0.0.0.")
    return CannotStart(f"Port {port} of {host} cannot be opened: {error.strerror}.")


def by_whom(port: int) -> str:
    """ " by python3 (process 123)", where /proc tells."""
    sockets = sockets_on(port)
    for folder in Path("/proc").glob("[0-9]*/fd") if sockets else ():
        if held_by(folder) & sockets:
            name = folder.with_name("comm").read_text().strip()
            return f" by {name} (process {folder.parent.name})"
    return ""


def held_by(folder: Path) -> set[str]:
    """What a process has open; nothing where we may not look, or it has ended meanwhile."""
    held = set()
    with contextlib.suppress(OSError):
        for link in folder.iterdir():
            with contextlib.suppress(OSError):
                held.add(os.readlink(link))
    return held


def sockets_on(port: int) -> set[str]:
    """What /proc calls the sockets that listen on the port."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for fields in map(str.split, lines):
            listening = fields[3] == "0A"
            if listening and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(f"socket:[{fields[9]}]")
    return found


def check_server(url: str, name: str, default_port: int) -> None:
    """Whether anybody listens at a server's address; told now, not after the patience of a driver."""
    parts = urlsplit(url)
    folder = dict(parse_qsl(parts.query)).get("host", "")
    try:
        if folder.startswith("/"):
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(f"{folder}/.s.PGSQL.{parts.port or default_port}")
        elif parts.hostname:
            socket.create_connection((parts.hostname, parts.port or default_port), timeout=5).close()
    except (OSError, ValueError) as error:
        raise CannotStart(
            f"The server that {name} names does not answer ({error}): check the address, and that it runs."
        ) from error
