"""One owner goes into another, in one transaction.

Locks are taken in one order, whoever merges whom: the two owners by their keys, the homes by theirs, the rows of
each table by theirs. Where that meets work that locks otherwise, the database ends one of the two and the merge
is tried again.
"""

import json
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from crm.events.services import publish
from owners.contracts import stages
from owners.events import OwnersMerged
from owners.people import completeness, profile
from owners.people.households import known_of
from owners.people.models import Kin, Owner

from . import choosing, holdings, moving, rows
from .models import Merge
from .pairs import merged as pair_merged

TRIES = 3
_WAITS_FOR_ANOTHER = {"40P01", "40001"}  # deadlock, serialisation
# What the signpost keeps: its number, where it points, and what finds it again in the file it came from.
_STAYS = {
    "id", "number", "kind", "source", "external_ref", "known_since", "created_at", "language", "version",
    "merged_into_id", "updated_at", "name",
}  # fmt: skip


def merge(
    actor,
    kept: Owner,
    gone: Owner,
    *,
    choices: dict[str, str] | None = None,
    because: str = "",
    now: datetime,
) -> Merge:
    """Let `gone` go into `kept`; `choices` says "kept" or "gone" for fields in which the default is not wanted.

    1. lock both, by their keys; are both still there?  2. write down what undoes it  3. shares of a home that both
    held are added up  4. every row on the list of ties follows  5. `gone` becomes a signpost without a word about
    a person, `kept` takes what was chosen  6. stage, completeness, pairs, audit, fact
    """
    said = dict(choices or {})
    _check(kept, gone, said)
    return retried(lambda: _merge(actor, kept.pk, gone.pk, said, because.strip(), now))


def retried(work: Callable):
    """Do the work in a transaction, again where another transaction had to be let through first."""
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                return work()
        except OperationalError as error:
            outermost = not connection.in_atomic_block
            state = getattr(error.__cause__, "sqlstate", "")
            if attempt == TRIES or not outermost or state not in _WAITS_FOR_ANOTHER:
                raise
    raise AssertionError("unreachable")


def _check(kept: Owner, gone: Owner, said: dict[str, str]) -> None:
    if kept.pk == gone.pk:
        raise Refused(_("This is one and the same card."), code="same_owner")
    unknown = set(said) - set(choosing.FIELDS)
    wrong = {name for name, side in said.items() if side not in (choosing.KEPT, choosing.GONE)}
    if unknown | wrong:
        raise Refused(fields={name: _("Choose one of the list.") for name in sorted(unknown | wrong)})


def locked(first: int, second: int) -> dict[int, Owner]:
    """Both owners, locked with their keys, so that no row can be hung on either while they move."""
    held = Owner.objects.select_for_update().filter(pk__in=[first, second]).order_by("pk")
    return {owner.pk: owner for owner in held}


def _merge(actor, kept_id: int, gone_id: int, said: dict, because: str, now: datetime) -> Merge:
    both = locked(kept_id, gone_id)
    kept, gone = both[kept_id], both[gone_id]
    for owner in (kept, gone):
        if owner.merged_into_id or owner.erased_at:
            sentence = _("%(number)s is no card of its own any more.") % {"number": owner.number}
            raise IllegalMove(sentence, code="already_merged")
    sides = choosing.taken(kept, gone, said)
    before, whole = rows.taken_down(Owner, [kept.pk]), rows.taken_down(Owner, [gone.pk])
    row = Merge.objects.create(
        kept=kept, gone=gone, actor=actor, at=now, because=because[:200], choices=sides,
        phone_index=_phone_left(kept, gone, sides),
    )  # fmt: skip
    moving.under(row)
    held = holdings.add_up(kept, gone, now=now)
    row.moved = moving.move(kept, gone)
    said_there = {field: getattr(gone, field) for field in (*choosing.FIELDS, "identity_kind")}
    kin = _kin_comes_along(kept, gone, sides)
    signposts = list(Owner.objects.filter(merged_into=gone).order_by("pk").values_list("pk", flat=True))
    Owner.objects.filter(pk__in=signposts).update(merged_into=kept)
    _become_signpost(gone, kept, now)
    _take(kept, said_there, sides, now)
    stages.refresh([kept.pk, gone.pk], now=now)
    row.counts = {name: len(keys) for name, keys in row.moved.items()}
    row.before = json.dumps(
        {
            "kept": before[0], "written": rows.taken_down(Owner, [kept.pk])[0], "gone": whole[0],
            "held": held, "signposts": signposts, "kin": kin,
        }
    )  # fmt: skip
    row.pair_was = pair_merged(actor, kept, gone, now=now)
    row.save(update_fields=["moved", "counts", "before", "pair_was"])
    after = {"kept": kept.number, "gone": gone.number, "rows": sum(row.counts.values())}
    record(actor, "owners.merge", kept, now=now, after=after, because=because)
    record(actor, "owners.merged_away", gone, now=now, after=after, because=because)
    publish(OwnersMerged(merge_id=row.pk, kept_id=kept.pk, gone_id=gone.pk), now=now)
    return row


def _phone_left(kept: Owner, gone: Owner, sides: dict) -> bytes | None:
    """The telephone that no card shows any more: whoever calls from it is still known."""
    if not (kept.phone_index and gone.phone_index):
        return None
    return kept.phone_index if sides.get("phone") == choosing.GONE else gone.phone_index


def _become_signpost(gone: Owner, kept: Owner, now: datetime) -> None:
    """Empty the card that goes: what it said is in the merge, under lock; its unique values are free again."""
    emptied = []
    for field in Owner._meta.concrete_fields:
        if field.generated or field.column in _STAYS:
            continue
        setattr(gone, field.attname, None if field.null else field.get_default())
        emptied.append(field.name)
    gone.name = gone.number
    gone.name_key = gone.number.lower()
    gone.merged_into = kept
    gone.version += 1
    gone.updated_at = now
    gone.save(update_fields=[*emptied, "name", "merged_into", "version", "updated_at"])


def _kin_comes_along(kept: Owner, gone: Owner, sides: dict) -> dict | None:
    """Kin of a household that neither card names any more live in the one that stays; who they were."""
    ours, theirs = kept.household_id, gone.household_id
    if not (ours and theirs) or ours == theirs:
        return None
    left, stays = (ours, theirs) if sides.get("household") == choosing.GONE else (theirs, ours)
    if Owner.objects.filter(household=left).exclude(pk__in=[kept.pk, gone.pk]).exists():
        return None
    keys = list(Kin.objects.filter(household=left).order_by("pk").values_list("pk", flat=True))
    Kin.objects.filter(pk__in=keys).update(household=stays)
    return {"keys": keys, "from": left, "to": stays}


def _take(kept: Owner, said_there: dict, sides: dict[str, str], now: datetime) -> None:
    """Write what was chosen from the other card onto the one that stays."""
    chosen = {field: said_there[field] for field, side in sides.items() if side == choosing.GONE}
    if "identity" in chosen:
        chosen["identity_kind"] = said_there["identity_kind"]
    for field in chosen.keys() & {"phone", "email", "identity", "postal_address"}:
        chosen[field] = chosen[field] or ""
    columns = profile.columns(chosen)
    columns.pop("completeness", None)
    for name, value in columns.items():
        setattr(kept, name, value)
    kept.completeness = completeness.of(known_of(kept)).percent
    kept.version += 1
    kept.updated_at = now
    kept.save(update_fields=[*columns, "completeness", "version", "updated_at"])
