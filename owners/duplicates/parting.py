"""The undoing of a merge in one step: both cards are again what they were; what happened since stays with the kept."""

import json
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove
from crm.events.services import publish
from crm.privacy import blind_index
from owners.contracts import stages
from owners.days import day_of
from owners.events import MergeUndone
from owners.people.models import Kin, Owner, OwnerProject
from owners.ties import Form, moving_ties

from . import holdings, moving, rows
from .merging import locked, retried
from .models import Merge
from .pairs import parted as pair_parted

# Counters go on counting, so that a form that was opened in between is seen to be of another time.
_COUNTING = {"version", "updated_at", "completeness", "stage", "stage_fact", "stage_on", "stage_until"}
_PIECES = (
    ("name", "name_key", "search_text"),
    ("phone", "phone_index", "phone_last4"),
    ("email", "email_index"),
    ("identity", "identity_index", "identity_kind"),
    ("postal_address", "postal_address_index"),
)
_UNIQUE = {"phone_index": "phone", "identity_index": "identity"}


def undo(actor, merge: Merge, *, because: str = "", now: datetime) -> Merge:
    """Let both owners be what they were before the merge.

    1. lock both; is this the last merge that touched them, are their numbers still free?  2. the rows that followed
    return, shares are parted  3. both cards are written back; what somebody changed on the kept one since, stays
    4. stage, pairs, audit, fact. Refused with the reason where it cannot be exact.
    """
    return retried(lambda: _undo(actor, merge.pk, because.strip(), now))


def _undo(actor, merge_id: int, because: str, now: datetime) -> Merge:
    known = Merge.objects.get(pk=merge_id)
    both = locked(known.kept_id, known.gone_id)
    row = Merge.objects.select_for_update(of=("self",)).get(pk=merge_id)
    kept, gone = both[row.kept_id], both[row.gone_id]
    _check(row, kept)
    before = json.loads(row.before)
    ours = _restored(rows.taken_down(Owner, [kept.pk])[0], before)
    _refuse_taken(ours, before["gone"], kept, gone)
    moving.under(row)
    moving.move_back(kept, gone, row.moved)
    holdings.part(before["held"], kept)
    Owner.objects.filter(pk__in=before["signposts"], merged_into=kept).update(merged_into=gone)
    if kin := before["kin"]:
        Kin.objects.filter(pk__in=kin["keys"], household=kin["to"]).update(household=kin["from"])
    rows.put_back(Owner, ours | {"version": kept.version + 1, "updated_at": now.isoformat()})
    rows.put_back(Owner, before["gone"])
    _found_at_their_address(kept, gone)
    _stay_visible(kept, row, now)
    stages.refresh([kept.pk, gone.pk], now=now)
    pair_parted(actor, kept, gone, row.pair_was, now=now)
    row.undone_at, row.undone_by, row.undone_because, row.before = now, actor, because[:200], None
    row.save(update_fields=["undone_at", "undone_by", "undone_because", "before"])
    after = {"kept": kept.number, "gone": gone.number}
    for owner in (kept, gone):
        record(actor, "owners.part", owner, now=now, after=after, because=because)
    publish(MergeUndone(merge_id=row.pk, kept_id=kept.pk, gone_id=gone.pk), now=now)
    return row


def _check(row: Merge, kept: Owner) -> None:
    if row.undone_at:
        raise IllegalMove(_("This merge has been undone already."))
    if kept.erased_at or row.before is None:
        raise IllegalMove(_("What this merge remembered has been erased."), code="erased")
    if later := later_than(row):
        sentence = _("%(number)s was merged since. Undo that merge first.")
        raise IllegalMove(sentence % {"number": later.gone.number}, code="later_merge")


def later_than(row: Merge) -> Merge | None:
    """A merge after this one that builds on it, the last of them; it must be undone before."""
    touched = [row.kept_id, row.gone_id]
    rows_after = Merge.objects.standing().filter(Q(kept__in=touched) | Q(gone__in=touched), pk__gt=row.pk)
    return rows_after.select_related("gone").order_by("-pk").first()


def _restored(now_there: dict, before: dict) -> dict:
    """The kept card as it was, but for what somebody has changed since the merge."""
    written, was = before["written"], before["kept"]
    back = {}
    for columns in _together(was):
        untouched = all(now_there[name] == written[name] for name in columns)
        if untouched:
            back |= {name: was[name] for name in columns}
    if now_there["completeness"] == written["completeness"]:
        back["completeness"] = was["completeness"]
    return now_there | back


def _together(row: dict) -> list[tuple[str, ...]]:
    """The columns of a card, those of one field in one piece: half a telephone is none."""
    pieces = [columns for columns in _PIECES if set(columns) <= row.keys()]
    known = {name for columns in pieces for name in columns}
    return pieces + [(name,) for name in row if name not in known | _COUNTING]


def _refuse_taken(ours: dict, theirs: dict, kept: Owner, gone: Owner) -> None:
    """A telephone or identity number that somebody else was given since cannot be given back."""
    for column, field in _UNIQUE.items():
        for row in (ours, theirs):
            if row[column] is None:
                continue
            value = bytes.fromhex(row[column].removeprefix("\\x"))
            other = Owner.objects.filter(**{column: value}).exclude(pk__in=[kept.pk, gone.pk]).first()
            if other or (ours[column] == theirs[column]):
                raise _taken(field, other.number if other else kept.number)


def _taken(field: str, number: str) -> IllegalMove:
    sentence = {
        "phone": _("The telephone of this card belongs to %(number)s by now."),
        "identity": _("The identity number of this card belongs to %(number)s by now."),
    }[field]
    return IllegalMove(sentence % {"number": number}, code="taken_since")


def _found_at_their_address(*both: Owner) -> None:
    """What a merge remembered may be older than the index beside the address."""
    for row in Owner.objects.filter(pk__in=[owner.pk for owner in both]):
        address = row.postal_address
        index = blind_index.of(address, "postal_address") if address else None
        if index != (row.postal_address_index and bytes(row.postal_address_index)):
            Owner.objects.filter(pk=row.pk).update(postal_address_index=index)


def _stay_visible(kept: Owner, row: Merge, now: datetime) -> None:
    """Where something new happened to the kept owner in a project that only the other brought along, he stays known."""
    keys = row.moved.get("owners.OwnerProject.owner", [])
    brought = set(OwnerProject.objects.filter(pk__in=keys).values_list("project", flat=True))
    met = set()
    for tie in moving_ties():
        if brought and tie.form is Form.KEY and tie.model != "owners.OwnerProject" and _has_project(tie):
            his = tie.table._base_manager.filter(**{tie.path: kept.pk}, project__in=brought)
            met |= set(his.order_by().values_list("project", flat=True).distinct())
    since = day_of(now)
    OwnerProject.objects.bulk_create(
        [OwnerProject(owner=kept, project_id=project, since=since) for project in sorted(met)],
        ignore_conflicts=True,
    )


def _has_project(tie) -> bool:
    return any(field.name == "project" for field in tie.table._meta.concrete_fields)
