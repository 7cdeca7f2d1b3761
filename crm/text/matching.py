"""Finding rows by any part of their text, newest first, whether the words are frequent or rare.

A rare word is found by the index and the few rows are sorted. A frequent one is found at once by walking the
rows from the newest; going through the index would collect them all first. No single plan serves both, and the
planner cannot tell them apart, since it multiplies the shares of bigrams that always come together. So where the
statistics do not prove the words rare, a look at the newest thousand rows decides which question is asked.
"""

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from crm.text.bigrams import normalise, tokens
from crm.text.indexes import AsQuery, Bigrams, Holds, Stems, has_latin_words
from crm.text.shares import rarest, surely_rarer

SAMPLE = 1_000
FREQUENT = 5  # of the sample; at this share the walk ends within some thousand rows
MOST_WORDS = 8
MOST_PAIRS = 3  # of a word
LONGEST = 120
CONFIGS = {"en": "english", "fi": "finnish"}
LATIN = re.compile("[a-z]{3}")


def matching(queryset: QuerySet, field: str, query: str, *, newest: str = "-pk") -> QuerySet:
    """The rows whose normal text holds every word of the query as a substring; complete against LIKE.

    Words are parted by blanks and may stand anywhere. A single character is a word too. An empty query
    leaves the queryset as it is. `field` holds what `search_document` returned, under a BigramIndex.
    `newest` is the indexed order in which the rows will be shown, where it is not that of their making.
    """
    words = words_of(query)
    if not words:
        return queryset
    if is_frequent(queryset, field, words, newest):
        return queryset.filter(holds_all(field, words))
    return _by_index(queryset, field, words)


def matching_words(
    queryset: QuerySet, field: str, query: str, language: str = "", *, newest: str = "-pk"
) -> QuerySet:
    """As `matching`, and also rows with other endings of the same English or Finnish words.

    `language` names one of the two; without it both are tried, since a query does not say in which it is written.
    """
    words = words_of(query)
    configs = [CONFIGS[language]] if language in CONFIGS else [] if language else list(CONFIGS.values())
    if not configs or not any(LATIN.search(word) for word in words):
        return matching(queryset, field, query, newest=newest)
    stems = [
        Q(Holds(Stems(F(field), config), StemQuery(Value(" ".join(words)), config))) for config in configs
    ]
    if is_frequent(queryset, field, words, newest):
        return queryset.filter(reduce(or_, stems, Q()) & has_latin_words(field) | holds_all(field, words))
    # a union and not an OR, of which PostgreSQL would work out the costly half for every row it has found already
    rows = queryset.model._default_manager.order_by()
    same = _by_index(rows, field, words).values("pk")
    alike = [rows.filter(has_latin_words(field), stem).values("pk") for stem in stems]
    return queryset.filter(pk__in=same.union(*alike, all=True))


@dataclass(frozen=True)
class Count:
    """A number of rows, counted up to a cap: "37", or "1000+"."""

    number: int
    capped: bool

    def __str__(self):
        return f"{self.number}+" if self.capped else str(self.number)

    def __int__(self):
        return self.number


def capped_count(queryset: QuerySet, cap: int = 1_000) -> Count:
    """How many rows, but no more than the cap: counting on would cost as much as reading them all."""
    number = queryset.order_by().values("pk")[: cap + 1].count()
    return Count(min(number, cap), number > cap)


class StemQuery(Func):
    def __init__(self, said, config: str):
        super().__init__(said)
        self.template = f"plainto_tsquery('{config}'::regconfig, %(expressions)s)"


def words_of(query: str) -> list[str]:
    words = normalise(query[:LONGEST]).split(" ")
    return list(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def _by_index(queryset: QuerySet, field: str, words: list[str]) -> QuerySet:
    """Through the bigrams; what they cannot prove (order, within words of three and more) is looked at."""
    pairs = as_tsquery(queryset.model, field, words, using=queryset.db)
    held = Q(Holds(Bigrams(F(field)), AsQuery(pairs)))
    longer = [word for word in words if len(word) > 2]
    return queryset.filter(held & holds_all(field, longer) if longer else held)


def as_tsquery(model, field: str, words: list[str], *, using: str) -> str:
    """The pairs to look up: of a long word its few rarest, since the word itself is looked at afterwards."""
    terms = []
    for word in words:
        if len(word) == 1:
            terms.append(f"{_quoted(word)}:*")
        else:
            pairs = [token for token in tokens(word) if len(token) == 2]
            terms += map(_quoted, rarest(model, field, pairs, MOST_PAIRS, using=using))
    return " & ".join(dict.fromkeys(terms))


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def holds_all(field: str, words: list[str]) -> Q:
    """By `strpos`, not LIKE: the planner trusts its guess about LIKE and gives up the walk for it."""
    found = Q()
    for word in words:
        found &= Q(HoldsWord(field, Value(word)))
    return found


class HoldsWord(Func):
    """Whether the column holds the word."""

    template = "(%(expressions)s > 0)"

    def __init__(self, field, word):
        super().__init__(StrIndex(F(field), word, output_field=IntegerField()), output_field=BooleanField())


def is_frequent(queryset: QuerySet, field: str, words: list[str], order: str) -> bool:
    """Whether the newest rows of the whole table hold the words often enough to walk."""
    if surely_rarer(queryset.model, field, words, FREQUENT / SAMPLE, using=queryset.db):
        return False
    held = ExpressionWrapper(holds_all(field, words), output_field=BooleanField())
    newest = queryset.model._default_manager.using(queryset.db).order_by(order).annotate(held=held)[:SAMPLE]
    return newest.aggregate(number=models.Count("pk", filter=Q(held=True)))["number"] >= FREQUENT
