"""Rows as a file, piece by piece: the memory that it takes does not grow with the list.

Nothing in a cell is run by whoever opens the file. In a CSV a cell that begins like a formula gets a quote before
it; in a spreadsheet text is written as text.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.exports.models import Form
from crm.jobs.refusals import harmless

PIECE = 1_000_000  # bytes
ROWS_A_SHEET = 1_000_000  # below the 1,048,576 that a sheet holds
EXACT = 10**15  # beyond it a spreadsheet rounds
MARK = "\ufeff"
WIDTH = 18


def pieces(form: str, columns: Sequence[str], rows: Iterable[Sequence], folder: Path) -> Iterator[bytes]:
    """The bytes of the file. `folder` holds what has to lie on disk meanwhile."""
    if form == Form.XLSX:
        return _pieces_of_file(_spreadsheet(columns, rows, folder))
    return _lines(columns, rows, mark=form == Form.CSV)


def _lines(columns, rows, *, mark: bool) -> Iterator[bytes]:
    text = io.StringIO(MARK if mark else "")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow([harmless(name) for name in columns])
    for row in rows:
        writer.writerow([harmless(_in_words(value)) for value in row])
        if text.tell() > PIECE // 2:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _in_words(value) -> str:
    """A value as it stands in a CSV: days and moments in ISO form, moments in the reader's zone."""
    if type(value) is str:  # most cells are, and a list has millions
        return value.replace("\0", "") if "\0" in value else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return _local(value).isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).replace("\0", "")


def _spreadsheet(columns, rows, folder: Path) -> Path:
    import xlsxwriter

    path = folder / "list.xlsx"
    options = {
        "constant_memory": True,
        "tmpdir": str(folder),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet, number = None, 0
        for row in rows:
            if sheet is None or number > ROWS_A_SHEET:
                sheet, number = _sheet(book, columns), 1
            for place, value in enumerate(row):
                _write(sheet, number, place, value, day, moment)
            number += 1
        if sheet is None:
            _sheet(book, columns)
    return path


def _sheet(book, columns):
    sheet = book.add_worksheet()
    heading = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(columns) - 1, 0), WIDTH)
    for place, name in enumerate(columns):
        sheet.write_string(0, place, str(name), heading)
    return sheet


def _write(sheet, number: int, place: int, value, day, moment) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(number, place, _local(value).replace(tzinfo=None), moment)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(number, place, value, day)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool) and abs(value) < EXACT:
        sheet.write_number(number, place, value)
    else:
        sheet.write_string(number, place, _in_words(value))


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if value.tzinfo else value


def _pieces_of_file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
