"""The form in which text is searched, and the tokens of its index.

Everything here works character by character, so that the normal form of any part of a text is a part of the
text's normal form. That is what makes a substring search over it complete.
"""

import re
import unicodedata

from crm.text.scripts import folding

BLANKS = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]+")


def normalise(text: str) -> str:
    """NFKC, one script, lower case, each run of blanks one space."""
    plain = unicodedata.normalize("NFKC", text).translate(folding()).casefold()
    return BLANKS.sub(" ", unicodedata.normalize("NFKC", plain)).strip()


def tokens(text: str) -> list[str]:
    """The distinct bigrams of the normal form; a character before a blank or at the end stands alone.

    The database has the same function, `text_bigrams`, for its index.
    """
    plain = normalise(text)
    pairs = {(plain[at : at + 2]).rstrip(" ") for at in range(len(plain)) if plain[at] != " "}
    return sorted(pairs)


def search_document(*texts: str) -> str:
    """One normal text of several, for a stored `search_text` column."""
    return normalise("\n".join(text for text in texts if text))
