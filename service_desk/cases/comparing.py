"""Several proposals of a case side by side; pure."""

from dataclasses import dataclass

from service_desk.cases.terms import PartKind


@dataclass(frozen=True)
class Comparison:
    """Proposals as columns; each row is a kind of part with what each proposal has of it."""

    proposals: list
    rows: list[tuple[str, list[list]]]


def side_by_side(proposals: list) -> Comparison | None:
    """The proposals of the last round that was offered, where there are several; of one there is nothing to compare."""
    last = max((row.round for row in proposals), default=0)
    beside = [row for row in proposals if row.round == last]
    if len(beside) < 2:
        return None
    parts = [list(row.parts.all()) for row in beside]
    rows = []
    for kind in PartKind:
        cells = [[part for part in column if part.kind == kind] for column in parts]
        if any(cells):
            rows.append((kind.label, cells))
    return Comparison(beside, rows)
