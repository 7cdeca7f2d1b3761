"""Where a running system keeps its files and sockets, and how its servers are addressed."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from pathlib import Path

from crm.embedded.errors import CannotStart, because_of_the_system

REPOSITORY = Path(__file__).resolve().parent.parent.parent

# A socket's path has 108 bytes in the kernel, one of them the closing zero.
LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432")


def rooms() -> list[Path]:
    """The folders of our own packages, found without importing them."""
    return sorted(path.parent for path in REPOSITORY.glob("[a-z]*/__init__.py"))


def var_folder() -> Path:
    """``DOORSTEP_VAR``, or ``var/`` beside the code."""
    return Path(os.environ.get("DOORSTEP_VAR") or REPOSITORY / "var").resolve()


def socket_folder(var: Path) -> Path:
    """The folder of the servers' sockets: the same answer for everybody who asks about the same ``var``.

    A deep checkout would make the path longer than the kernel takes; then a short folder in the temporary
    directory serves, named by user and by a hash of ``var`` so that two checkouts never share it.
    """
    folder = Path(var).resolve() / "run"
    if len(os.fsencode(folder)) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    temporary = tempfile.gettempdir()
    short = temporary if len(os.fsencode(temporary)) <= 50 else "/tmp"  # noqa: S108 (checked in private_folder)
    return Path(short) / f"doorstep-{os.getuid()}-{digest}"


def postgres_socket(var: Path) -> Path:
    return socket_folder(var) / ".s.PGSQL.5432"


def redis_socket(var: Path) -> Path:
    return socket_folder(var) / "redis.sock"


def database_url(var: Path, name: str = "doorstep") -> str:
    """Where the embedded PostgreSQL of this var folder listens."""
    return f"postgresql://doorstep@/{name}?host={socket_folder(var)}"


def redis_url(var: Path) -> str:
    """Where the embedded Redis of this var folder listens, as Celery writes it."""
    return f"redis+socket://{redis_socket(var)}"


def redis_client_url(url: str) -> str:
    """The same address as redis-py's ``from_url`` and Django's cache write it."""
    return "unix://" + url.removeprefix("redis+socket://") if url.startswith("redis+socket://") else url


def secret(var: Path, name: str) -> str:
    """A secret of this installation, made on first use and readable by nobody else."""
    path = Path(var) / "keys" / f"{name}.secret"
    if not path.exists():
        private_folder(path.parent)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
            os.link(draft, path)  # Whole or not at all; the first of several processes wins.
        except FileExistsError:
            pass
        except OSError as error:
            raise because_of_the_system(error, f"writing {path}") from error
        finally:
            draft.unlink(missing_ok=True)
    return path.read_text()


def folder(path: Path) -> Path:
    """The folder, made if it is missing."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise because_of_the_system(error, f"making the folder {path}") from error
    return path


def private_folder(path: Path, owner: int | None = None) -> Path:
    """A folder 0700 that is really ours: somebody else's, or a link planted in /tmp, is refused."""
    folder(path.parent)
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        found = os.lstat(path)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.getuid(), owner}:
            raise CannotStart(
                f"{path} belongs to another account or is no folder: remove it, or change DOORSTEP_VAR."
            )
        if stat.S_IMODE(found.st_mode) != 0o700:
            os.chmod(path, 0o700)
        if owner is not None and found.st_uid != owner:
            os.chown(path, owner, -1)
    except OSError as error:
        raise because_of_the_system(error, f"making {path} private") from error
    return path
