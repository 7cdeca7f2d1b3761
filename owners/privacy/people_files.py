"""The archives of single persons on disk: sealed, kept for some days, then gone."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from crm.privacy import cipher

from .models import PersonExport
from .states import ExportStatus

CONTEXT = "owners.personexport.file"


def folder() -> Path:
    path = Path(settings.VAR) / "persons"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(content: bytes) -> str:
    """Seal an archive and put it on disk; its name, made of random signs."""
    name = f"{secrets.token_hex(16)}.sealed"
    path = folder() / name
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(cipher.encrypt_bytes(content, CONTEXT))
        file.flush()
        os.fsync(file.fileno())
    return name


def read(name: str) -> bytes:
    """The archive as it was put together; raises FileNotFoundError where it is gone."""
    return cipher.decrypt_bytes((folder() / name).read_bytes(), CONTEXT)


def forget_of(owners, *, now: datetime) -> int:
    """Delete what was put together for these owners."""
    return forget(PersonExport.objects.filter(owner__in=owners))


def drop_orphans() -> int:
    """Delete archives that no row names: what a process left behind that was killed between file and row."""
    known = set(PersonExport.objects.exclude(file="").values_list("file", flat=True))
    left = [path.name for path in folder().glob("*.sealed") if path.name not in known]
    _unlink(left)
    return len(left)


def _unlink(names) -> None:
    for name in names:
        (folder() / name).unlink(missing_ok=True)


def forget(rows) -> int:
    """Delete the files of these exports; the rows stay, to say that there was one. How many."""
    found = list(rows.exclude(file="").values_list("pk", "file"))
    transaction.on_commit(lambda: _unlink(name for _pk, name in found))
    _move_to_expired(PersonExport.objects.filter(pk__in=[pk for pk, _name in found]))
    return len(found)


def _move_to_expired(rows) -> None:
    rows.update(file="", status=ExportStatus.EXPIRED)
