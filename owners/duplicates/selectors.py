"""What the inbox, the preview and the cards read of suspected pairs and merges."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from owners.contracts import selectors as contracts
from owners.contracts.models import Ownership
from owners.people.models import Owner, OwnerProject

from . import choosing, moving, wording
from .holdings import held_by_both
from .models import DuplicatePair, Merge
from .states import SHOWN


def pairs_listed(user, *, status: str, project=None, least: int = 0):
    """The pairs of one state of which the user sees both owners; ordering and paging are the page's."""
    rows = DuplicatePair.objects.visible_to(user).filter(status=status)
    if project is not None:
        there = OwnerProject.objects.filter(project=project)
        one = Exists(there.filter(owner=OuterRef("first")))
        rows = rows.filter(one | Exists(there.filter(owner=OuterRef("second"))))
    if least:
        rows = rows.filter(points__gte=least)
    people = ("first__manager", "first__household", "second__manager", "second__household")
    return rows.select_related(*people, "decided_by")


def counts(user) -> dict[str, int]:
    """How many pairs the user sees in each state; one statement."""
    rows = DuplicatePair.objects.visible_to(user).order_by().values("status").annotate(n=Count("pk"))
    found = {row["status"]: row["n"] for row in rows}
    return {status.value: found.get(status.value, 0) for status in SHOWN}


def merges_of(owner):
    """Every merge that touched this owner, standing or undone, newest first."""
    return (
        Merge.objects.filter(Q(kept=owner) | Q(gone=owner))
        .select_related("kept", "gone", "actor", "undone_by")
        .order_by("-at", "-pk")
    )


def merges_listed(user):
    return Merge.objects.visible_to(user).select_related("kept", "gone", "actor", "undone_by")


@dataclass(frozen=True)
class Side:
    """One owner as he stands beside the other."""

    owner: Owner
    homes: list
    values: dict


@dataclass(frozen=True)
class Line:
    """One field of two owners side by side; `differs` where both say something and not the same."""

    field: str
    label: str
    first: str
    second: str
    differs: bool
    same: bool


@dataclass(frozen=True)
class Beside:
    """A pair with both owners side by side."""

    pair: DuplicatePair
    first: Side
    second: Side
    lines: list[Line]
    reasons: list[dict]
    sure: str
    tone: str


def side_by_side(pairs: list[DuplicatePair], seen, today) -> list[Beside]:
    """The pairs of a page, each field of one beside that of the other: a fixed number of statements for any number."""
    owners = {owner.pk: owner for pair in pairs for owner in (pair.first, pair.second)}
    homes = contracts.homes_of(list(owners), today)
    return [beside(pair, homes, seen) for pair in pairs]


def beside(pair: DuplicatePair, homes: dict, seen) -> Beside:
    first = Side(pair.first, homes[pair.first_id], shown(pair.first, seen))
    second = Side(pair.second, homes[pair.second_id], shown(pair.second, seen))
    return Beside(
        pair=pair,
        first=first,
        second=second,
        lines=lines(first, second),
        reasons=wording.reasons(pair.reasons),
        sure=wording.sure(pair.points),
        tone=wording.tone(pair.points),
    )


def lines(first: Side, second: Side) -> list[Line]:
    """Each field that one of the two says something about, in the order of the card."""
    found = []
    for field in choosing.FIELDS:
        one, other = first.values[field], second.values[field]
        if not (one or other):
            continue
        ours, theirs = getattr(first.owner, field), getattr(second.owner, field)
        said = bool(ours) and bool(theirs)
        found.append(
            Line(
                field, wording.field(field), one, other,
                differs=said and ours != theirs, same=said and ours == theirs,
            )
        )  # fmt: skip
    return found


def shown(owner: Owner, seen) -> dict[str, str]:
    """Every field that may be chosen, in words, masked or left out as the reader may see it."""
    found = {field: wording.value(owner, field) for field in choosing.FIELDS}
    for field in choosing.FIELDS:
        if field in wording.GUARDED:
            told = seen.of(owner, field)
            hidden = not told or not seen.clear(field)
            found[field] = wording.text(told) if hidden else found[field]
    return found


@dataclass(frozen=True)
class Preview:
    """What a merge would do: field by field, and how many rows of which kind would follow or stay."""

    kept: Side
    gone: Side
    fields: list[dict]
    moves: list[dict]
    homes: list
    total: int


def preview(kept: Owner, gone: Owner, seen, today, said: dict[str, str] | None = None) -> Preview:
    """What would follow, counted, and the choice for every field in which the two differ."""
    homes = contracts.homes_of([kept.pk, gone.pk], today)
    ours = Side(kept, homes[kept.pk], shown(kept, seen))
    theirs = Side(gone, homes[gone.pk], shown(gone, seen))
    moves = [_move(*counted) for counted in moving.counted(kept, gone)]
    both = set(held_by_both(kept, gone))
    return Preview(
        kept=ours,
        gone=theirs,
        fields=[_field(choice, ours, theirs, said or {}) for choice in choosing.choices(kept, gone)],
        moves=[move for move in moves if move["follow"] or move["stay"]],
        homes=[held.home for held in homes[kept.pk] if held.home_id in both],
        total=sum(move["follow"] for move in moves),
    )


def _move(tie, follow: int, stay: int) -> dict:
    return {"key": moving.name_of(tie), "words": wording.rows(tie), "follow": follow, "stay": stay}


def _field(choice, ours: Side, theirs: Side, said: dict) -> dict:
    hidden = not (ours.values[choice.field] or theirs.values[choice.field])
    return {
        "field": choice.field,
        "label": wording.field(choice.field),
        "kept": ours.values[choice.field],
        "gone": theirs.values[choice.field],
        "side": said.get(choice.field, choice.side),
        "because": wording.WHY[choice.because],
        "conflict": choice.conflict,
        "hidden": hidden,
    }


def told(merge: Merge) -> list[dict]:
    """What a merge moved, in words."""
    known = {moving.name_of(tie): tie for tie in moving.moving_ties()}
    return [
        {
            "key": name,
            "words": wording.rows(known[name]) if name in known else name,
            "follow": count,
            "stay": 0,
        }
        for name, count in merge.counts.items()
    ]


def which_stays(pair: DuplicatePair) -> tuple[str, str]:
    """The numbers of a pair, first the card that should stay: with a home rather than without, then the older one."""
    owning = set(
        Ownership.objects.filter(owner__in=[pair.first_id, pair.second_id]).values_list("owner", flat=True)
    )
    numbers = Owner.objects.in_bulk([pair.first_id, pair.second_id])
    first, second = numbers[pair.first_id].number, numbers[pair.second_id].number
    if pair.second_id in owning and pair.first_id not in owning:
        return second, first
    return first, second


def suspected(user, owner) -> list[dict]:
    """Whom this owner looks like and nobody has decided about, the surest first."""
    open_to_decide = DuplicatePair.objects.visible_to(user).filter(status__in=("open", "same"))
    rows = open_to_decide.filter(Q(first=owner) | Q(second=owner)).select_related("first", "second")
    return [
        {
            "owner": row.second if row.first_id == owner.pk else row.first,
            "sure": wording.sure(row.points),
            "tone": wording.tone(row.points),
        }
        for row in rows.order_by("-points", "pk")[:3]
    ]
