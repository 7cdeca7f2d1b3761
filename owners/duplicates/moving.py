"""The rows that follow a merge: counted, moved, and moved back, tie by tie."""

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from owners.append_only import MERGE_SETTING
from owners.ties import Tie, moving_ties

from .models import Merge


def name_of(tie: Tie) -> str:
    """How a tie is called in what a merge remembers."""
    return f"{tie.model}.{tie.path}"


def following(tie: Tie, kept, gone):
    """The rows that go over: all, but those whose like the kept owner has already."""
    rows = tie.table._base_manager.filter(**{tie.path: tie.named(gone)})
    if not (tie.alike or tie.alike_while):
        return rows
    meant = tie.alike_while or Q()
    same = {column: OuterRef(column) for column in tie.alike}
    like = tie.table._base_manager.filter(meant, **{tie.path: tie.named(kept)}, **same)
    return rows.exclude(meant, Exists(like)) if tie.alike_while else rows.exclude(Exists(like))


def counted(kept, gone) -> list[tuple[Tie, int, int]]:
    """(tie, rows that follow, rows that stay behind) for every tie that has any, in the order of the floors."""
    found = []
    for tie in moving_ties():
        every = tie.table._base_manager.filter(**{tie.path: tie.named(gone)}).count()
        if every:
            follow = following(tie, kept, gone).count() if tie.alike or tie.alike_while else every
            found.append((tie, follow, every - follow))
    return found


def move(kept, gone) -> dict[str, list[int]]:
    """Let every row follow; which ones, by tie. Rows are locked by their keys in ascending order."""
    moved = {}
    for tie in moving_ties():
        rows = following(tie, kept, gone).order_by("pk").select_for_update(of=("self",))
        keys = list(rows.values_list("pk", flat=True))
        if keys:
            moved[name_of(tie)] = _write(tie, keys, tie.named(gone), tie.named(kept))
    return moved


def move_back(kept, gone, moved: dict[str, list[int]]) -> int:
    """Let the rows of a merge return, as far as they are still there and his; how many."""
    known = {name_of(tie): tie for tie in moving_ties()}
    count = 0
    for name, keys in moved.items():
        if tie := known.get(name):
            count += len(_write(tie, keys, tie.named(kept), tie.named(gone)))
    return count


def _write(tie: Tie, keys: list[int], old, new) -> list[int]:
    """One statement a table: only the column that names the owner, so that what is append-only lets it pass."""
    table, column = tie.table._meta.db_table, tie.table._meta.get_field(tie.path).column
    key = tie.table._meta.pk.column
    statement = f"""
        WITH held AS (SELECT "{key}" AS pk FROM "{table}" WHERE "{key}" = ANY(%s) ORDER BY 1 FOR NO KEY UPDATE)
        UPDATE "{table}" SET "{column}" = %s FROM held WHERE "{key}" = held.pk AND "{column}" = %s
        RETURNING "{key}"
    """  # noqa: S608  names of our own tables and columns
    with connection.cursor() as cursor:
        cursor.execute(statement, [keys, new, old])
        return sorted(key for (key,) in cursor.fetchall())


def under(merge: Merge) -> None:
    """Say, for this transaction only, which recorded merge re-points rows; see owners.append_only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [MERGE_SETTING, str(merge.pk)])
