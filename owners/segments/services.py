"""The only writers of segments; and what other rooms ask: who is in one, and what it means in words."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm.accounts.permissions import may, require
from crm.audit.services import record
from crm.errors import NotAllowed, NotFound, Refused, Stale
from owners.days import day_of

from . import access, compiling, counting, lookup, rules, selectors
from .fields import Reader
from .models import Segment, SegmentCount, SegmentUse, SegmentVersion, Sharing

COUNTED_AT_ONCE, COUNTS_KEPT = 3, timedelta(days=400)


def members(segment: Segment, *, now: datetime, actor=None) -> QuerySet:
    """The owners of a segment at this moment: one query, not run yet, unordered.

    With an actor: those whom he may ask about. Without: all of them, for the house itself.
    """
    group = rules.read(segment.tree)
    reader = access.reader_for(actor, group, now=now) if actor else Reader(None, now, day_of(now))
    return compiling.owners(group, reader)


def explain(segment: Segment, *, now: datetime, actor) -> str:
    """A segment in words, in the active language, with the names that the actor may hear."""
    return selectors.asked(actor, segment.tree, now=now).sentence


@transaction.atomic
def save_new(
    actor,
    *,
    name: str,
    tree: dict,
    description: str = "",
    sharing: str = Sharing.MINE,
    projects: Iterable = (),
    now: datetime,
) -> Segment:
    """Keep a segment under a name. A condition that is wrong is refused with its path (`tree/parts/0/value`)."""
    require(actor, "segments.edit")
    said = _checked(actor, name=name, tree=tree, description=description, now=now)
    projects = _checked_sharing(actor, sharing, projects)
    row = Segment.objects.create(owned_by=actor, sharing=sharing, created_at=now, updated_at=now, **said)
    row.projects.set(projects)
    _keep_version(actor, row, now=now)
    record(actor, "segments.add", row, now=now, after={"version": 1, "sharing": sharing})
    return row


@transaction.atomic
def change(actor, segment: Segment, *, version: int, changes: dict, now: datetime) -> Segment:
    """Change name, description, tree, sharing or projects. A version that is not the present one is `Stale`.

    1. lock  2. may he, same version?  3. check  4. write  5. keep the version where what it means has changed
    """
    row = _locked(actor, segment)
    if row.version != version:
        raise Stale(yours=version, current=row.version)
    given = {field: changes.get(field, getattr(row, field)) for field in ("name", "tree", "description")}
    said = _checked(actor, now=now, **given)
    _share(actor, row, changes)
    differs = [field for field, value in said.items() if getattr(row, field) != value]
    for field in differs:
        setattr(row, field, said[field])
    if differs:
        row.version += 1
        _keep_version(actor, row, now=now)
    if "tree" in differs:
        _forget_counts(row)
    row.updated_at = now
    row.save(update_fields=[*differs, "version", "sharing", "counted_on", "updated_at"])
    record(actor, "segments.change", row, now=now, after={"version": row.version, "fields": sorted(changes)})
    return row


@transaction.atomic
def restore(actor, segment: Segment, number: int, *, version: int, now: datetime) -> Segment:
    """Make an earlier version the present one; what stood in between stays on record."""
    earlier = segment.versions.filter(number=number).first()
    if earlier is None:
        raise NotFound
    said = {field: getattr(earlier, field) for field in ("name", "description", "tree")}
    row = change(actor, segment, version=version, changes=said, now=now)
    SegmentVersion.objects.filter(segment=row, number=row.version).update(restores=number)
    return row


def copy(actor, segment: Segment, *, name: str = "", now: datetime) -> Segment:
    """A segment of the actor's own with the same conditions."""
    name = name or _("%(name)s (copy)") % {"name": segment.name[:60]}
    return save_new(actor, name=name, tree=segment.tree, description=segment.description, now=now)


@transaction.atomic
def archive(actor, segment: Segment, *, archived: bool = True, now: datetime) -> Segment:
    """Put a segment away, or take it out again. Whatever rests on it goes on working."""
    row = _locked(actor, segment)
    row.archived_at = now if archived else None
    row.save(update_fields=["archived_at"])
    record(actor, "segments.archive" if archived else "segments.take_out", row, now=now)
    return row


@transaction.atomic
def delete(actor, segment: Segment, *, now: datetime) -> None:
    """Remove a segment for good; refused while anything rests on it."""
    row = _locked(actor, segment)
    labels = list(row.uses.values_list("label", flat=True)[:5])
    if labels:
        raise Refused(
            _("This segment is in use: %(uses)s. Archive it instead.") % {"uses": ", ".join(labels)},
            code="in_use",
            uses=labels,
        )
    record(actor, "segments.delete", row, now=now, before={"version": row.version})
    row.delete()


def use(actor, segment: Segment, *, what: str, reference: str, label: str, now: datetime) -> SegmentUse:
    """Say that something rests on this segment, so that it cannot be deleted meanwhile. Twice is once."""
    row, _made = SegmentUse.objects.get_or_create(
        segment=segment, what=what, reference=reference, defaults={"label": label[:120], "since": now}
    )
    return row


def release(actor, segment: Segment, *, what: str, reference: str, now: datetime) -> None:
    """Nothing rests on it any more."""
    SegmentUse.objects.filter(segment=segment, what=what, reference=reference).delete()


def keep_count(segment: Segment, reader: Reader, members: int, *, now: datetime) -> None:
    """Today's point of the sparkline; the last look of a day counts."""
    day = {"segment": segment, "scope": selectors.scope_of(reader), "on": day_of(now)}
    SegmentCount.objects.update_or_create(**day, defaults={"members": members})


def count_due(*, now: datetime, limit: int) -> int:
    """Count a few segments that have no point of today yet, each as whoever keeps it sees it; for the relay.

    Few at a time and each with a short patience: deadlines wait behind it. One that takes too long is left out
    for the day.
    """
    today = day_of(now)
    due = Segment.objects.filter(archived_at=None).exclude(counted_on=today).select_related("owned_by")
    rows = list(
        due.select_for_update(skip_locked=True, of=("self",)).order_by("counted_on", "pk")[:COUNTED_AT_ONCE]
    )
    for row in rows:
        _count_today(row, now=now)
    Segment.objects.filter(pk__in=[row.pk for row in rows]).update(counted_on=today)
    return len(rows)


def _count_today(row: Segment, *, now: datetime) -> None:
    try:
        asked = selectors.asked(row.owned_by, row.tree, now=now)
    except (NotAllowed, rules.Invalid):  # he lost the role, or a field is gone: its page says so
        return
    found = counting.count_all(asked.rows, counting.PASSING)
    if found.number is not None and found.exact:
        keep_count(row, asked.reader, found.number, now=now)
    SegmentCount.objects.filter(segment=row, on__lt=day_of(now) - COUNTS_KEPT).delete()


def checked_tree(actor, tree, *, now: datetime) -> rules.Group:
    """The tree as it is meant; refused with a sentence for each wrong place, by its path."""
    try:
        group = rules.read(tree)
    except rules.Invalid as invalid:
        raise Refused(fields={f"tree{path}": sentence for path, sentence in invalid.wrong.items()}) from None
    allowed = {field.key for field in access.fields_for(actor)}
    wrong = {
        f"tree{each.path}/field": _("Your role may not ask about this.")
        for each in rules.conditions(group)
        if each.field.key not in allowed
    }
    wrong |= {f"tree{path}": sentence for path, sentence in lookup.unheard_of(group, actor).items()}
    if wrong:
        raise Refused(fields=wrong)
    access.reader_for(actor, group, now=now)
    return group


def _checked(actor, *, name: str, tree, description: str, now: datetime) -> dict:
    said = {"name": name.strip(), "description": description.strip(), "tree": tree}
    if not said["name"]:
        raise Refused(fields={"name": _("Give the segment a name.")})
    if len(said["name"]) > 80 or len(said["description"]) > 300:
        raise Refused(fields={"name": _("A name of at most 80 and a description of at most 300 signs.")})
    checked_tree(actor, tree, now=now)
    return said


def _checked_sharing(actor, sharing: str, projects: Iterable) -> list:
    projects = list(projects)
    if sharing not in Sharing.values:
        raise Refused(fields={"sharing": _("Say who may use it.")})
    if sharing == Sharing.EVERYONE and not may(actor, "segments.publish"):
        raise NotAllowed(verb="segments.publish")
    if sharing == Sharing.TEAM and not projects:
        raise Refused(fields={"projects": _("Choose whose colleagues may use it.")})
    if not actor.unrestricted:
        mine = set(actor.project_ids.values_list("project_id", flat=True))
        if any(project.pk not in mine for project in projects):
            raise NotFound
    return projects if sharing == Sharing.TEAM else []


def _share(actor, row: Segment, changes: dict) -> None:
    if not {"sharing", "projects"} & set(changes):
        return
    sharing = changes.get("sharing", row.sharing)
    projects = changes["projects"] if "projects" in changes else row.projects.all()
    kept = _checked_sharing(actor, sharing, projects)
    row.sharing = sharing
    row.projects.set(kept)


def _locked(actor, segment: Segment) -> Segment:
    row = Segment.objects.select_for_update(of=("self",)).select_related("owned_by").get(pk=segment.pk)
    if not access.may_change(actor, row):
        raise NotAllowed(verb="segments.edit")
    return row


def _keep_version(actor, row: Segment, *, now: datetime) -> None:
    SegmentVersion.objects.create(
        segment=row,
        number=row.version,
        name=row.name,
        description=row.description,
        tree=row.tree,
        written_by=actor,
        at=now,
    )


def _forget_counts(row: Segment) -> None:
    """Other conditions are another group: a line through both would say something untrue."""
    row.counts.all().delete()
    row.counted_on = None
