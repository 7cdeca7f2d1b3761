"""A file as rows of text: CSV, TSV and XLSX. Nothing is converted here, so that a phone number keeps its zeros."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.imports import sheet as spreadsheet
from crm.imports.encodings import CANDIDATES, detect

LARGEST = 50 * 1024 * 1024
SHEETS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
DELIMITERS = ",\t;|"
LONGEST_CELL = 2_000_000


@dataclass(frozen=True)
class Row:
    """One row of the file by its number there; ``wrong`` says why it cannot be read, and its cells are kept."""

    number: int
    cells: tuple[str, ...]
    wrong: str = ""


@dataclass
class Table:
    columns: tuple[str, ...]
    rows: list[Row]
    encoding: str = ""
    delimiter: str = ""
    header: list[tuple[str, ...]] = field(default_factory=list)


def read(
    content: bytes,
    name: str,
    *,
    header_rows: int = 1,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
) -> Table:
    """Read a whole table. The first header row names the columns; further header rows are left out."""
    if len(content) > LARGEST:
        raise _refused(_("The file is larger than %(size)d MB.") % {"size": LARGEST // 1024 // 1024})
    suffix = PurePath(name).suffix.lower()
    if suffix in SHEETS:
        table = Table((), [])
        lines = _sheet_lines(content, sheet)
    else:
        encoding = encoding or detect(content)
        text = _decoded(content, encoding)
        delimiter = delimiter or ("\t" if suffix in (".tsv", ".tab") else _sniffed(text))
        table = Table((), [], encoding, delimiter)
        lines = _text_lines(text, delimiter)
    return _with_header(table, lines, header_rows)


def _refused(sentence: str) -> Refused:
    return Refused(sentence, fields={"file": sentence})


def _decoded(content: bytes, encoding: str) -> str:
    if encoding not in (*CANDIDATES, "utf-8-sig", "utf-16", "big5", "gbk"):
        raise _refused(_("This encoding is not known."))
    try:
        return content.decode(encoding).removeprefix("\ufeff").replace("\x00", "")
    except UnicodeDecodeError as exc:
        sentence = _("The file is not written in %(encoding)s.") % {"encoding": encoding}
        raise _refused(sentence) from exc


def _sniffed(text: str) -> str:
    """The delimiter that cuts the first line into the most columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))


def _text_lines(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...], str]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
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


def _sheet_lines(content: bytes, sheet: str) -> Iterator[tuple[int, tuple[str, ...], str]]:
    try:
        lines = spreadsheet.lines(content, sheet)
    except spreadsheet.NoSuchSheet as exc:
        raise _refused(_("There is no sheet “%(sheet)s” in this file.") % {"sheet": sheet}) from exc
    except spreadsheet.Unreadable as exc:
        raise _refused(_("This file is not a readable spreadsheet.")) from exc
    for number, cells in enumerate(lines, start=1):
        yield number, tuple(cells), ""


def _with_header(table: Table, lines, header_rows: int) -> Table:
    filled = ((number, cells, wrong) for number, cells, wrong in lines if wrong or any(map(str.strip, cells)))
    for _number, cells, _wrong in filled:
        table.header.append(cells)
        if len(table.header) == header_rows:
            break
    if not table.header:
        raise _refused(_("The file is empty."))
    table.columns = tuple(column_name(cell) for cell in table.header[0])
    table.rows = [Row(number, cells, wrong or _miscounted(table, cells)) for number, cells, wrong in filled]
    return table


def _miscounted(table: Table, cells: tuple[str, ...]) -> str:
    if len(cells) == len(table.columns):
        return ""
    counts = {"found": len(cells), "expected": len(table.columns)}
    return _("The row has %(found)d columns where the heading has %(expected)d.") % counts


def column_name(text: str) -> str:
    """A heading as it is compared: one form of each character, blanks folded."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\ufeff", "").split())
