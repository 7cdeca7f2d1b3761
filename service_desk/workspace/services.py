"""The only writers of own views and of tags. What is done to many cases at once is in `together`."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from crm.accounts.permissions import require
from crm.audit.services import record
from crm.errors import Refused
from service_desk.workspace import columns, filters, lists
from service_desk.workspace.models import CaseTag, SavedView, Tag

KEPT = timedelta(days=30)  # a view that was thrown away
FIELDS = ("name", "shared", "view", "filters", "columns", "sort")


@transaction.atomic
def save_view(
    actor,
    *,
    name: str,
    view: str,
    filters: dict | None = None,
    columns=(),
    sort: str = "",
    shared: bool = False,
    now: datetime,
) -> SavedView:
    """Keep a list under a name of one's own. What names a person (an owner, words sought) is not kept with it."""
    require(actor, "cases.own_views")
    said = {"name": name, "view": view, "filters": filters, "columns": columns, "sort": sort}
    row = SavedView(owned_by=actor, shared=shared, created_at=now, updated_at=now, **_checked(said))
    _write(row, force_insert=True)
    record(actor, "cases.view_saved", row, now=now, after={"view": row.view, "shared": shared})
    return row


@transaction.atomic
def change_view(actor, saved: SavedView, *, changes: dict, now: datetime) -> SavedView:
    """Rename one's view, share it, or let it hold what the list shows now."""
    row = _own(actor, saved)
    said = {field: changes.get(field, getattr(row, field)) for field in FIELDS}
    for field, value in {**_checked(said), "shared": bool(said["shared"])}.items():
        setattr(row, field, value)
    row.updated_at = now
    _write(row, update_fields=[*FIELDS, "updated_at"])
    record(actor, "cases.view_changed", row, now=now, after={"fields": sorted(changes)})
    return row


@transaction.atomic
def throw_away(actor, saved: SavedView, *, now: datetime) -> SavedView:
    """Take a view off the list; for a month it can be taken back."""
    row = _own(actor, saved)
    row.deleted_at = now
    row.save(update_fields=["deleted_at"])
    record(actor, "cases.view_deleted", row, now=now)
    return row


@transaction.atomic
def take_back(actor, saved: SavedView, *, now: datetime) -> SavedView:
    """Put a thrown-away view back; refused where its name is in use by now."""
    row = _own(actor, saved)
    row.deleted_at = None
    _write(row, update_fields=["deleted_at"])
    record(actor, "cases.view_restored", row, now=now)
    return row


def forget(*, now: datetime) -> int:
    """Drop the views that were thrown away long ago; how many."""
    return SavedView.objects.filter(deleted_at__lt=now - KEPT).delete()[0]


def tag_called(actor, name: str, *, now: datetime) -> Tag:
    """The tag of this name, however it is written; a new one where there is none."""
    name = " ".join(name.split())
    if not name or len(name) > 40:
        raise Refused(fields={"tag": _("A tag is a word or two, of at most 40 signs.")})
    row = Tag.objects.annotate(plain=Lower("name")).filter(plain=name.lower()).first()
    if row is None:
        row, made = _insert_tag(actor, name, now)
        if made:
            record(actor, "cases.tag_made", row, now=now)
    elif row.retired_at:
        row.retired_at = None
        row.save(update_fields=["retired_at"])
    return row


def _insert_tag(actor, name: str, now: datetime) -> tuple[Tag, bool]:
    """Of two who make the same tag at once the second finds that of the first."""
    try:
        with transaction.atomic():
            return Tag.objects.create(name=name, made_by=actor, created_at=now), True
    except IntegrityError:
        return Tag.objects.annotate(plain=Lower("name")).get(plain=name.lower()), False


@transaction.atomic
def tag(actor, case, *, name: str, now: datetime) -> Tag:
    """Put a tag on one case."""
    row = tag_called(actor, name, now=now)
    _row, made = CaseTag.objects.get_or_create(case=case, tag=row, defaults={"by": actor, "at": now})
    if made:
        record(actor, "cases.tagged", case, now=now, after={"tag": row.pk})
    return row


@transaction.atomic
def untag(actor, case, *, name: str, now: datetime) -> None:
    """Take a tag off one case; one that is not there is off already."""
    found = CaseTag.objects.filter(case=case, tag__name=name)
    for row in found.select_related("tag"):
        record(actor, "cases.untagged", case, now=now, before={"tag": row.tag_id})
    found.delete()


def _own(actor, saved: SavedView) -> SavedView:
    require(actor, "cases.own_views")
    return SavedView.objects.select_for_update().get(pk=saved.pk, owned_by=actor)


def _checked(said: dict) -> dict:
    """What a view may hold, cleaned; or Refused with the field."""
    wrong = {}
    name = " ".join(str(said["name"]).split())
    if not name or len(name) > 60:
        wrong["name"] = _("A name of at most 60 signs.")
    if said["view"] not in lists.VIEWS:
        wrong["view"] = _("There is no such view.")
    if wrong:
        raise Refused(fields=wrong)
    view = lists.VIEWS[said["view"]]
    return {
        "name": name,
        "view": view.key,
        "filters": filters.keepable(filters.chosen(said["filters"] or {})),
        "columns": [column.key for column in columns.named(said["columns"])],
        "sort": view.sort_called(said["sort"]) if said["sort"] else "",
    }


def _write(row: SavedView, **how) -> None:
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError as taken:
        raise Refused(fields={"name": _("You have a view of this name already.")}) from taken
