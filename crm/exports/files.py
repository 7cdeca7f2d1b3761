"""The file of an export in its sealed pieces: put down by the job, given out one piece at a time."""

import base64
import zlib
from collections.abc import Iterable, Iterator

from crm.exports.models import ExportPart, ExportRun


def keep(run: ExportRun, pieces: Iterable[bytes]) -> tuple[int, int]:
    """Seal and keep the pieces; how many there are and how many bytes."""
    count = size = 0
    for piece in pieces:
        content = base64.b64encode(zlib.compress(piece, 1)).decode()
        ExportPart.objects.create(run=run, position=count, content=content)
        count, size = count + 1, size + len(piece)
    return count, size


def bytes_of(run: ExportRun) -> Iterator[bytes]:
    """The file again, a piece in memory at a time."""
    for position in range(run.part_count):
        content = ExportPart.objects.values_list("content", flat=True).get(run=run, position=position)
        yield zlib.decompress(base64.b64decode(content))
