"""The refused rows as a file to correct and bring back: the columns as they were, the reason beside each."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from crm.imports.models import ImportRun
from crm.imports.selectors import each_refused
from crm.jobs.refusals import harmless


def lines(run: ImportRun, *, dry: bool = False) -> list[list[str]]:
    return list(each_line(run, dry=dry))


def each_line(run: ImportRun, *, dry: bool = False) -> Iterator[list[str]]:
    """Heading and refused rows; row number and reason stand behind the file's own columns."""
    width = len(run.columns)
    yield [*run.columns, _("row"), _("reason")]
    for row in each_refused(run, dry=dry):
        cells = list(row["cells"])
        # A row with too many cells keeps them all, joined in the last column, so that nothing is lost.
        if len(cells) > width:
            cells = [*cells[: width - 1], " | ".join(cells[width - 1 :])]
        cells += [""] * (width - len(cells))
        yield [*cells, str(row["row"]), "; ".join(row["reasons"].values())]


def as_csv(run: ImportRun, *, dry: bool = False) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in line] for line in each_line(run, dry=dry))
    # The mark lets Excel read Chinese.
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(run: ImportRun, *, dry: bool = False) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet(_("refused"))
        for number, line in enumerate(each_line(run, dry=dry)):
            for place, cell in enumerate(line):
                sheet.write_string(number, place, cell)
    return content.getvalue()
