"""What is sought in a text, with its words left open: the conditions of `matching`, for statements worded beforehand.

`sought` reads a query and decides as `matching` does whether its words are frequent; a condition then depends only
on that and on how many words there are, so a statement made of it serves every query of its shape.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import F, Q

from crm.reading import Open
from crm.text.indexes import AsQuery, Bigrams, Holds, Stems, has_latin_words
from crm.text.matching import CONFIGS, LATIN, HoldsWord, StemQuery, as_tsquery, is_frequent, words_of


@dataclass(frozen=True)
class Shape:
    """How a query is asked: by walking the newest rows or by indexes, of how many words, with other endings or not."""

    walked: bool
    words: int
    endings: bool


@dataclass(frozen=True)
class Sought:
    shape: Shape
    given: dict


def sought(model, field: str, query: str, *, newest: str = "-pk", endings: bool = False) -> Sought | None:
    """The shape of a query and its words; None for one without words."""
    words = words_of(query)
    if not words:
        return None
    rows = model._default_manager.all()
    walked = is_frequent(rows, field, words, newest)
    looked_at = words if walked else [word for word in words if len(word) > 2]
    given = {f"word{n}": word for n, word in enumerate(looked_at)}
    given["said"] = " ".join(words)
    if not walked:
        given["pairs"] = as_tsquery(model, field, words, using=rows.db)
    endings = endings and any(LATIN.search(word) for word in words)
    return Sought(Shape(walked, len(looked_at), endings), given)


def ways(shape: Shape, field: str) -> list[Q]:
    """The conditions by one of which a row is found: one where rows are walked, else one an index."""
    stems = [_stem(field, config) for config in CONFIGS.values()] if shape.endings else []
    held = reduce(and_, (Q(HoldsWord(field, Open(f"word{n}"))) for n in range(shape.words)), Q())
    if shape.walked:
        return [reduce(or_, stems) & has_latin_words(field) | held] if stems else [held]
    by_pairs = Q(Holds(Bigrams(F(field)), AsQuery(Open("pairs")))) & held
    return [by_pairs, *(has_latin_words(field) & stem for stem in stems)]


def _stem(field: str, config: str) -> Q:
    return Q(Holds(Stems(F(field), config), StemQuery(Open("said"), config)))
