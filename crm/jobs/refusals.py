"""Refused rows as a CSV file that a spreadsheet opens without running what stands in it."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain

REASON = "reason"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


class _Line:
    """csv wants a file; this one gives each line back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[dict]) -> Iterator[str]:
    """The lines of the file: the source's own columns, the reason last. Nothing at all for no rows."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    columns = [name for name in first if name != REASON] + [REASON]
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([harmless(name) for name in columns])
    for row in chain([first], rows):
        yield writer.writerow([harmless(row.get(name)) for name in columns])


# Where a comma is no end of a cell, as in Finnish, a semicolon or a new line inside of one begins another.
WITHIN = re.compile(r"(?<=[;\t\r\n])(?= *(?:[=@＝＠]|[+\-＋－](?![\d .-]+(?:[;\t\r\n]|$))\S))")


def harmless(value) -> str:
    """A cell that begins like a formula gets a quote before it, except a plain signed number or telephone.

    So does the middle of one that some spreadsheets take for a beginning.
    """
    text = "" if value is None else str(value)
    if (
        ";" in text or "\n" in text or "\t" in text or "\r" in text
    ):  # asked one by one: a list has millions of cells
        text = WITHIN.sub("'", text)
    if (
        text.startswith(DANGEROUS)
        and not text[1:].replace(" ", "").replace("-", "").replace(".", "").isdecimal()
    ):
        return "'" + text
    return text
