"""The only writer of a job's or a chunk's status."""

from crm.errors import IllegalMove
from crm.jobs.models import Job
from crm.jobs.states import CHUNK_MOVES, JOB_MOVES


def _move(row, to, **columns) -> None:
    """Bring a locked row to `to` and write these columns with it; IllegalMove if the table does not list it."""
    moves = JOB_MOVES if isinstance(row, Job) else CHUNK_MOVES
    if row.status != to and to not in moves[row.status]:
        raise IllegalMove(extra={"from": row.status, "to": str(to)})
    row.status = to
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=["status", *columns])


move = _move
