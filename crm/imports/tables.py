"""A file as rows of text: CSV, TSV and XLSX. Nothing is converted here, so that a phone number keeps its zeros.

A file is read as it is needed, row by row, so that two million rows take no more memory than two hundred.
"""

import codecs
import csv
import io
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.imports import sheet as spreadsheet
from crm.imports.encodings import CANDIDATES, detect

LARGEST = 512 * 1024 * 1024
BLOCK = 1 << 20
SHEETS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
DELIMITERS = ",\t;|"
MOST_TITLES = 5
LONGEST_CELL = 2_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file by its number there; ``wrong`` says why it cannot be read, and its cells are kept."""

    number: int
    cells: tuple[str, ...]
    wrong: str = ""


@dataclass
class Table:
    """What a file holds. The rows of `scan` come once, as they are read; those of `read` are a list."""

    columns: tuple[str, ...]
    rows: Iterable[Row]
    encoding: str = ""
    delimiter: str = ""
    header: list[tuple[str, ...]] = field(default_factory=list)


def read(content: bytes | BinaryIO, name: str, *, most: int | None = None, **how) -> Table:
    """The table with all its rows in a list, or with the first `most`; `how` as for `scan`."""
    table = scan(content, name, **how)
    table.rows = list(islice(table.rows, most))
    return table


def scan(
    content: bytes | BinaryIO,
    name: str,
    *,
    header_rows: int = 1,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
) -> Table:
    """The table, its rows still to come. The fullest header row names the columns; the others are left out.

    `content` is the file's bytes, or the file itself, open for reading and able to seek.
    """
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    if file.seek(0, os.SEEK_END) > LARGEST:
        raise _refused(_("The file is larger than %(size)d MB.") % {"size": LARGEST // 1024 // 1024})
    file.seek(0)
    suffix = PurePath(name).suffix.lower()
    if suffix in SHEETS:
        table = Table((), [])
        lines = _sheet_lines(file, sheet)
    else:
        encoding = _encoding(file, encoding)
        delimiter = delimiter or ("\t" if suffix in (".tsv", ".tab") else _sniffed(file, encoding))
        table = Table((), [], encoding, delimiter)
        lines = _text_lines(file, encoding, delimiter)
    return _with_header(table, lines, header_rows)


def _refused(sentence: str) -> Refused:
    return Refused(sentence, fields={"file": sentence})


def _encoding(file: BinaryIO, said: str) -> str:
    """The encoding of the whole file: as it is said, else as it is found; a file that breaks it is refused."""
    if said and said not in (*CANDIDATES, "utf-8-sig", "utf-16", "big5", "gbk"):
        raise _refused(_("This encoding is not known."))
    encoding = said or _detected(file)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _blocks(file):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as exc:
        sentence = _("The file is not written in %(encoding)s.") % {"encoding": encoding}
        raise _refused(sentence) from exc
    return encoding


def _detected(file: BinaryIO) -> str:
    """What the first lines say that are no plain UTF-8; a file without such lines is UTF-8."""
    file.seek(0)
    found = "utf-8"
    while lines := file.readlines(BLOCK):
        found = detect(b"".join(lines))
        if found != "utf-8":
            break
    return found


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines as they stand, without the mark at the beginning and without zero bytes."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        first = True
        for line in text:
            plain = line.removeprefix("\ufeff") if first else line
            first = False
            yield plain.replace("\x00", "") if "\x00" in plain else plain
    finally:
        if not file.closed:
            text.detach()


def _sniffed(file: BinaryIO, encoding: str) -> str:
    """The delimiter that cuts the first line into the most columns; a title that nothing cuts is passed over."""
    lines = (line.rstrip("\r\n") for line in _lines(file, encoding) if line.strip())
    for line in islice(lines, MOST_TITLES):
        columns = {sign: len(next(csv.reader([line], delimiter=sign), [])) for sign in DELIMITERS}
        if max(columns.values()) > 1:
            return max(columns, key=columns.get)
    return DELIMITERS[0]


def _text_lines(file: BinaryIO, encoding: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...], str]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_lines(file, encoding), delimiter=delimiter)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            yield number, (), _("The row cannot be read: %(error)s.") % {"error": exc}
            continue
        yield number, tuple(cells), ""


def _sheet_lines(file: BinaryIO, sheet: str) -> Iterator[tuple[int, tuple[str, ...], str]]:
    try:
        for number, cells in enumerate(spreadsheet.lines(file, sheet), start=1):
            yield number, tuple(cells), ""
    except spreadsheet.NoSuchSheet as exc:
        raise _refused(_("There is no sheet “%(sheet)s” in this file.") % {"sheet": sheet}) from exc
    except spreadsheet.Unreadable as exc:
        raise _refused(_("This file is not a readable spreadsheet.")) from exc


def _with_header(table: Table, lines, header_rows: int) -> Table:
    filled = ((number, cells, wrong) for number, cells, wrong in lines if wrong or any(map(str.strip, cells)))
    for _number, cells, _wrong in filled:
        table.header.append(cells)
        if len(table.header) == header_rows:
            break
    if not table.header:
        raise _refused(_("The file is empty."))
    table.columns = _named(table.header)
    table.rows = (Row(number, cells, wrong or _miscounted(table, cells)) for number, cells, wrong in filled)
    return table


def _named(header: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The names of the columns, from the header row that names the most of them: a title or groups may stand above.

    What that row leaves open the nearest other one names: “Name”, beside two columns under “Home”.
    """
    rows = [tuple(column_name(cell) for cell in row) for row in header]
    names = max(rows, key=lambda row: sum(map(bool, row)))  # the first of those that name as many
    width = len(names)
    others = [row + ("",) * width for row in reversed(rows)]
    return tuple(
        name or next((row[place] for row in others if row[place]), "") for place, name in enumerate(names)
    )


def _miscounted(table: Table, cells: tuple[str, ...]) -> str:
    if len(cells) == len(table.columns):
        return ""
    counts = {"found": len(cells), "expected": len(table.columns)}
    return _("The row has %(found)d columns where the heading has %(expected)d.") % counts


def column_name(text: str) -> str:
    """A heading as it is compared: one form of each character, blanks folded."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\ufeff", "").split())
