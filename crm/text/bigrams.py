import unicodedata
from functools import cache


@cache
def _converter():
    import opencc

    return opencc.OpenCC("t2s")


def normalise(text: str) -> str:
    """NFKC, traditional to simplified, lower case, blanks folded: the form that is searched."""
    folded = " ".join(unicodedata.normalize("NFKC", text).split())
    return _converter().convert(folded).lower()


def tokens(text: str) -> list[str]:
    """The distinct character bigrams of the normal form."""
    plain = normalise(text)
    return sorted({plain[i : i + 2] for i in range(len(plain) - 1)})


def search_document(*texts: str) -> str:
    """One normal text of several, for a stored `search_text` column."""
    return normalise("\n".join(text for text in texts if text))


def matching(queryset, field: str, query: str):
    """The rows whose normal text holds the query as a substring."""
    return queryset.filter(**{f"{field}__contains": normalise(query)})
