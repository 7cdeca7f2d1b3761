"""Homes that both owners held: their rows become one owner's, share added to share, and are parted again."""

from datetime import datetime

from django.apps import apps
from django.utils.translation import gettext as _

from crm.errors import IllegalMove
from owners.contracts.models import Ownership
from owners.homes.models import Home

from . import rows, shares

CODE = "changed_since"


def held_by_both(kept, gone) -> list[int]:
    """The homes whose shares are to be added up: on some day both owners held one."""
    mine = Ownership.objects.filter(owner=kept)
    common = Ownership.objects.filter(owner=gone, home__in=mine.values("home")).values_list("home", flat=True)
    return sorted(home for home in set(common) if _together(home, kept, gone))


def add_up(kept, gone, *, now: datetime) -> list[dict]:
    """Let one owner hold what two did; what the rows were and became, home by home."""
    found = []
    for home in held_by_both(kept, gone):
        Home.objects.select_for_update().get(pk=home)
        stretches = _together(home, kept, gone)
        before = rows.taken_down(Ownership, [row.pk for row in _rows(home, kept, gone)])
        after = [_written(stretch, before, kept, now) for stretch in stretches]
        rows.take_out(Ownership, [row["id"] for row in before])
        rows.put_in(Ownership, after)
        repointed = _repoint({row["id"] for row in before} - {row["id"] for row in after}, after[0]["id"])
        kept_rows = rows.taken_down(Ownership, [row["id"] for row in after])
        found.append({"home": home, "before": before, "after": kept_rows, "repointed": repointed})
    return found


def _rows(home: int, *owners):
    return Ownership.objects.filter(home=home, owner__in=owners).select_for_update().order_by("pk")


def _together(home: int, kept, gone) -> list[shares.Stretch]:
    held = Ownership.objects.filter(home=home)
    ours, theirs = (
        [shares.Held(row.pk, row.share, row.since, row.until) for row in held.filter(owner=owner)]
        for owner in (kept, gone)
    )
    return shares.add_up(ours, theirs)


def _written(stretch: shares.Stretch, before: list[dict], kept, now: datetime) -> dict:
    """The row that says this stretch: the one that was there, or one more like it."""
    like = next(row for row in before if row["id"] == (stretch.row or stretch.like))
    row = like | {
        "owner_id": kept.pk,
        "share": str(stretch.share),
        "since": str(stretch.since),
        "until": str(stretch.until) if stretch.until else None,
        "updated_at": now.isoformat(),
    }
    if stretch.row is None:
        row["id"] = None
        del row["public_id"]
    return row


def _repoint(gone_rows: set[int], onto: int) -> list[dict]:
    """What hung on a row that is no more hangs on the one that says the same days."""
    found = []
    for relation in Ownership._meta.related_objects:
        model, column = relation.related_model, relation.field.name
        hanging = model._base_manager.filter(**{f"{column}__in": gone_rows})
        for key, was in list(hanging.values_list("pk", f"{column}_id").order_by("pk")):
            model._base_manager.filter(pk=key).update(**{column: onto})
            found.append({"model": model._meta.label, "column": column, "key": key, "was": was})
    return found


def part(added: list[dict], kept) -> None:
    """Let both hold again what they held; refused where somebody has changed the shares since, other than to end them."""
    for home in added:
        Home.objects.select_for_update().get(pk=home["home"])
        now_there = rows.taken_down(Ownership, [row["id"] for row in home["after"]])
        ended = _ended(home, now_there)
        rows.take_out(Ownership, [row["id"] for row in home["after"]])
        rows.put_in(Ownership, [_ending(row, ended, home["home"]) for row in home["before"]])
        for was in home["repointed"]:
            _point_back(was)


def _ended(home: dict, now_there: list[dict]) -> str | None:
    """The day on which what one owner holds was ended since the merge; anything else that changed is refused."""
    ended, found = None, {row["id"]: row for row in now_there}
    for was in home["after"]:
        row = found.get(was["id"])
        if row is None or _but_end(row) != _but_end(was):
            raise changed(home["home"])
        if row["until"] != was["until"]:
            if was["until"] is not None:
                raise changed(home["home"])
            ended = row["until"]
    return ended


def _but_end(row: dict) -> dict:
    return {name: value for name, value in row.items() if name not in ("until", "updated_at")}


def _ending(row: dict, ended: str | None, home: int) -> dict:
    if ended is None or row["until"] is not None:
        return row
    if row["since"] >= ended:
        raise changed(home)
    return row | {"until": ended}


def changed(home: int) -> IllegalMove:
    number = Home.objects.values_list("number", flat=True).get(pk=home)
    sentence = _("The shares of %(home)s were changed since the merge. Put them right by hand first.")
    return IllegalMove(sentence % {"home": number}, code=CODE)


def _point_back(was: dict) -> None:
    model = apps.get_model(was["model"])
    model._base_manager.filter(pk=was["key"]).update(**{was["column"]: was["was"]})
