"""Postal addresses as they are compared: whole, however their characters, blanks and signs are written. Pure."""

import unicodedata

from crm.text.bigrams import normalise


def compared(written: str) -> str:
    """One script and width, lower case, letters and digits only; between two numbers a dash, so that 1-23 is not 12-3."""
    kept: list[str] = []
    parted = False
    for sign in normalise(written or ""):
        if unicodedata.category(sign)[0] not in "LMN":
            parted = True
            continue
        if parted and kept and kept[-1].isdigit() and sign.isdigit():
            kept.append("-")
        kept.append(sign)
        parted = False
    return "".join(kept)
