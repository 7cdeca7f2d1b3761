"""Where the embedded servers live below the var folder, and how they are addressed."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path

LONGEST_SOCKET_FOLDER = 85  # a socket's whole path may have 107 characters


def socket_folder(var: Path) -> Path:
    """A private folder for the sockets: below var, or in the temporary folder where var's path is too long."""
    folder = Path(var).resolve() / "run"
    if len(str(folder)) > LONGEST_SOCKET_FOLDER:
        digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"doorstep-{digest}"
    return folder


def database_url(var: Path, name: str = "doorstep") -> str:
    """Where the embedded PostgreSQL of this var folder listens."""
    return f"postgresql://doorstep@/{name}?host={socket_folder(var)}"


def redis_url(var: Path) -> str:
    """Where the embedded Redis of this var folder listens."""
    return f"redis+socket://{socket_folder(var)}/redis.sock"


def secret(var: Path, name: str) -> str:
    """A secret of this installation, made on first use and readable by nobody else."""
    path = Path(var) / "keys" / f"{name}.secret"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
    return path.read_text()
