"""The name of a project in the reader's language, out of the text that the database gives."""

import json
from functools import lru_cache

from django.utils.translation import get_language


def named(names: str, name: str) -> str:
    """Its name in the reader's language, else its own."""
    return _read(names).get(get_language() or "") or name


@lru_cache(maxsize=256)
def _read(names: str) -> dict[str, str]:
    """A list says the same few projects again and again."""
    return json.loads(names)
