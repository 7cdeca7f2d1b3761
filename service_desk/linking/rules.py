"""Which cases may go together; pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Side:
    """What of a case decides whether it may go together with another."""

    key: int
    project_id: int
    owner_id: int | None
    is_open: bool
    has_open_parts: bool = False


def hinders_merge(gone: Side, kept: Side) -> str:
    """Why `gone` cannot be merged into `kept`, as a code; empty where it can.

    One owner never becomes a part of another owner's case: each of them is owed his own answer. Where nobody knows
    who called, the case may go into one whose owner is known. What waits for open parts does not rest before them:
    nobody would wait for them any more.
    """
    if gone.key == kept.key:
        return "itself"
    if not gone.is_open or not kept.is_open:
        return "not_open"
    if gone.project_id != kept.project_id:
        return "other_project"
    if gone.owner_id is not None and gone.owner_id != kept.owner_id:
        return "other_owner"
    return "has_children" if gone.has_open_parts else ""


def hinders_parent(*, same: bool, child_has_children: bool, parent_has_parent: bool) -> str:
    """Why one case cannot be the parent of another; with two levels only, no circle can be drawn."""
    if same:
        return "itself"
    if child_has_children:
        return "has_children"
    return "has_parent" if parent_has_parent else ""
