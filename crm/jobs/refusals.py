"""Refused rows as a CSV file that a spreadsheet opens without running what stands in it."""

import csv
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


def harmless(value) -> str:
    """A cell that begins like a formula gets a quote before it, except a plain signed number or telephone."""
    text = "" if value is None else str(value)
    if (
        text.startswith(DANGEROUS)
        and not text[1:].replace(" ", "").replace("-", "").replace(".", "").isdecimal()
    ):
        return "'" + text
    return text
