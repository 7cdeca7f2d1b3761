"""Keeping what staff edit: each change is a new version, and the one before stays for whatever was done by it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.audit import services as audit
from crm.errors import NotFound, Refused, Stale


@transaction.atomic
def keep_version(actor, model, code: str, *, seen: int | None, now: datetime, **content):
    """A new thing (`seen` is None), or the next version of one whose version `seen` is the one in force."""
    rows = model.objects.filter(code=code)
    held = rows.in_force().select_for_update(no_key=True).first()
    if seen is None and rows.exists():
        raise Refused(fields={"code": _("There is one of this name already.")})
    if seen is not None and held is None:
        raise NotFound
    if held is not None and held.version != seen:
        raise Stale(yours=seen, current=held.version)
    if held is not None:
        held.current = False
        held.save(update_fields=["current"])
    row = model(code=code, version=(held.version if held else 0) + 1, made_by=actor, made_at=now, **content)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as exc:
        raise Stale(yours=seen, current=None) from exc
    before = {"version": held.version} if held else None
    audit.record(actor, "guidance.changed", row, now=now, before=before, after={"version": row.version})
    return row


@transaction.atomic
def retire(actor, row, *, now: datetime) -> None:
    """Take something out of force; its versions stay for whatever was done by them."""
    held = type(row).objects.in_force().select_for_update(no_key=True).filter(code=row.code).first()
    if held is None:
        raise NotFound
    held.current = False
    held.save(update_fields=["current"])
    audit.record(actor, "guidance.retired", held, now=now, before={"version": held.version})
