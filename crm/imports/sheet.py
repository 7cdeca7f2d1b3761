"""Reads a spreadsheet in a process of its own, because a small file may ask for all the memory of the machine.

A cell in the last row and column makes the reader ask for half a terabyte, and then it does not raise: it
aborts. Here that ends a child whose memory is bounded, and the web process says that the file cannot be read.
The child imports nothing of Django. It opens the whole sheet, as its library does; here come row after row.
"""

import io
import json
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO

HOUSE = Path(__file__).resolve().parents[2]
MEMORY = 3 * 1024**3  # bytes; 20 million cells take less than one
PATIENCE = 900  # seconds, which whoever takes the rows needs too


class Unreadable(Exception):
    """The file is no spreadsheet, or one that no machine could open."""


class NoSuchSheet(Exception):
    """There is no sheet of that name."""


def lines(content: bytes | BinaryIO, sheet: str = "", *, memory: int = MEMORY) -> Iterator[list[str]]:
    """The rows of a sheet, the first one where none is named, as text. Raises Unreadable or NoSuchSheet."""
    command = [sys.executable, "-m", "crm.imports.sheet", str(memory), sheet]
    with _on_disk(content) as file:
        child = subprocess.Popen(
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=HOUSE
        )
    watch = threading.Timer(PATIENCE, child.kill)
    watch.daemon = True
    watch.start()
    try:
        yield from _told(child)
    finally:
        watch.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


def _told(child: subprocess.Popen) -> Iterator[list[str]]:
    """First whether there is such a sheet, then row after row; a child that ends otherwise could not read the file."""
    found = child.stdout.readline()
    if found == b"false\n":
        raise NoSuchSheet
    try:
        for line in child.stdout:
            yield json.loads(line)
    except ValueError as exc:  # it was ended in the middle of a row
        raise Unreadable from exc
    if not found or child.wait() != 0:
        raise Unreadable


def _on_disk(content: bytes | BinaryIO) -> BinaryIO:
    """The content as a file that a child can read from its beginning; closing it leaves the given one open."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    source.seek(0)
    while block := source.read(1 << 20):
        copy.write(block)
    copy.seek(0)
    return copy


def as_text(cell) -> str:
    """A spreadsheet's cell as a person reads it: whole numbers without a point, real dates in ISO form."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell).replace("\0", "")


def _tell(content: bytes, sheet: str, out) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    wanted = sheet or book.sheet_names[0]
    rows = book.get_sheet_by_name(wanted) if wanted in book.sheet_names else None
    print("false" if rows is None else "true", file=out)
    if rows is not None:
        for row in rows.to_python(skip_empty_area=False):
            print(json.dumps([as_text(cell) for cell in row]), file=out)


def _child(memory: int, sheet: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _tell(sys.stdin.buffer.read(), sheet, sys.stdout)


if __name__ == "__main__":
    _child(int(sys.argv[1]), sys.argv[2])
