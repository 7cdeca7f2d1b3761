"""Reads a spreadsheet in a process of its own, because a small file may ask for all the memory of the machine.

A cell in the last row and column makes the reader ask for half a terabyte, and then it does not raise: it
aborts. Here that ends a child whose memory is bounded, and the web process says that the file cannot be read.
The child imports nothing of Django.
"""

import io
import json
import resource
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
MEMORY = 3 * 1024**3  # bytes; 20 million cells take less than one
PATIENCE = 120  # seconds


class Unreadable(Exception):
    """The file is no spreadsheet, or one that no machine could open."""


class NoSuchSheet(Exception):
    """There is no sheet of that name."""


def lines(content: bytes, sheet: str = "", *, memory: int = MEMORY) -> list[list[str]]:
    """All rows of a sheet, the first one where none is named, as text. Raises Unreadable or NoSuchSheet."""
    command = [sys.executable, "-m", "crm.imports.sheet", str(memory), sheet]
    try:
        child = subprocess.run(
            command, input=content, capture_output=True, timeout=PATIENCE, cwd=HOUSE, check=False
        )
    except subprocess.TimeoutExpired as exc:
        raise Unreadable from exc
    if child.returncode != 0:
        raise Unreadable
    found = json.loads(child.stdout)
    if found is None:
        raise NoSuchSheet
    return found


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


def _read(content: bytes, sheet: str) -> list[list[str]] | None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    wanted = sheet or book.sheet_names[0]
    if wanted not in book.sheet_names:
        return None
    rows = book.get_sheet_by_name(wanted).to_python(skip_empty_area=False)
    return [[as_text(cell) for cell in row] for row in rows]


def _child(memory: int, sheet: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(_read(sys.stdin.buffer.read(), sheet), sys.stdout)


if __name__ == "__main__":
    _child(int(sys.argv[1]), sys.argv[2])
