"""Keeping what staff edit: each change is a new version, and the one before stays for whatever was done by it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm.audit import services as audit
from crm.errors import NotFound, Refused, Stale
from crm.versions import earlier, why


@transaction.atomic
def keep_version(actor, model, code: str, *, seen: int | None, because: str = "", now: datetime, **content):
    """A new thing (`seen` is None), or the next version of one whose version `seen` is the one in force; 0 is none, for
    what is retired."""
    rows = model.objects.filter(code=code)
    held = rows.in_force().select_for_update(no_key=True).first()
    if seen is None and rows.exists():
        raise Refused(fields={"code": _("There is one of this name already.")})
    if (seen is not None and not rows.exists()) or (seen and held is None):
        raise NotFound
    if held is not None and held.version != seen:
        raise Stale(yours=seen, current=held.version)
    if held is not None:
        held.current = False
        held.save(update_fields=["current"])
    newest = rows.aggregate(Max("version"))["version__max"] or 0  # may lie above the one in force
    row = model(code=code, version=newest + 1, made_by=actor, made_at=now, **content)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as exc:
        raise Stale(yours=seen, current=None) from exc
    before = {"version": held.version} if held else None
    after = {"version": row.version}
    audit.record(actor, "guidance.changed", row, now=now, before=before, after=after, because=because)
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


HISTORY = {"id", "code", "version", "current", "made_by", "made_at"}


def said_again(model, code: str, number: int, because: str) -> dict:
    """What an earlier version said, to be kept again as the next one, with the reason that is written down."""
    row = model.objects.filter(code=code, version=number).first()
    row = earlier(row, in_force=row is not None and row.current)
    said = {field.name: getattr(row, field.name) for field in model._meta.concrete_fields}
    content = {name: value for name, value in said.items() if name not in HISTORY}
    return content | {"because": why(number, because)}


def retired(model):
    """The newest version of whatever has none in force."""
    there = model.objects.in_force().values("code")
    return model.objects.exclude(code__in=there).order_by("code", "-version").distinct("code")
