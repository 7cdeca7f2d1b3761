"""A draft's file in sealed pieces, and open again for reading without being held in memory."""

import base64
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from crm.imports.guide.models import DraftPart, ImportDraft

PIECE = 1_000_000  # bytes
IN_MEMORY = 4_000_000  # bytes; a larger file lies on disk, without a name, until it is closed


def keep(draft: ImportDraft, file: BinaryIO) -> tuple[int, int]:
    """Seal and keep the file; how many pieces and how many bytes."""
    file.seek(0)
    count = size = 0
    while piece := file.read(PIECE):
        sealed = base64.b64encode(zlib.compress(piece, 1)).decode()
        DraftPart.objects.create(draft=draft, position=count, content=sealed)
        count, size = count + 1, size + len(piece)
    return count, size


@contextmanager
def opened(draft: ImportDraft) -> Iterator[BinaryIO]:
    """The file, open for reading and able to seek."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        for position in range(draft.part_count):
            content = DraftPart.objects.values_list("content", flat=True).get(draft=draft, position=position)
            file.write(zlib.decompress(base64.b64decode(content)))
        file.seek(0)
        yield file
