"""In what share of a table's rows a pair of characters occurs, as PostgreSQL's own statistics know it.

ANALYZE keeps the commonest elements of an indexed tsvector. A word occurs at most as often as its rarest pair, so
these few numbers prove most words rare without looking at a single row. They are kept in the process and read
again now and then; old ones cost time, never rows.
"""

from dataclasses import dataclass

from django.db import connections

from crm.text.indexes import BigramIndex

KEPT_FOR, NOTHING_KEPT_FOR = 1_000, 50  # questions
READ = """
    SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats
    WHERE schemaname = ANY (current_schemas(false)) AND tablename = %s AND most_common_elems IS NOT NULL
"""


@dataclass
class Shares:
    """The shares of the commonest pairs; a pair that is not among them is rare."""

    of: dict[str, float]
    questions: int = 0

    @property
    def old(self) -> bool:
        return self.questions >= (KEPT_FOR if self.of else NOTHING_KEPT_FOR)


_kept: dict[tuple[str, str], Shares] = {}


def surely_rarer(model, field: str, words: list[str], share: float, *, using: str) -> bool:
    """Whether the statistics prove that less than this share of the rows holds all the words.

    False where they do not know: a table never analysed, a word of one character.
    """
    shares = _shares(model, field, using)
    if not shares:
        return False
    pairs = (word[at : at + 2] for word in words for at in range(len(word) - 1))
    return any(shares.get(pair, 0.0) < share for pair in pairs)


def rarest(model, field: str, pairs: list[str], number: int, *, using: str) -> list[str]:
    """The rarest few of these pairs, in their order; all of them where the statistics do not know."""
    shares = _shares(model, field, using)
    if not shares or len(pairs) <= number:
        return pairs
    kept = sorted(pairs, key=lambda pair: shares.get(pair, 0.0))[:number]
    return [pair for pair in pairs if pair in kept]


def _shares(model, field: str, using: str) -> dict[str, float]:
    index = next((i for i in model._meta.indexes if isinstance(i, BigramIndex) and i.column == field), None)
    if index is None:
        return {}
    kept = _kept.get((using, index.name))
    if kept is None or kept.old:
        kept = _kept[using, index.name] = Shares(_read(index.name, using))
    kept.questions += 1
    return kept.of


def _read(index: str, using: str) -> dict[str, float]:
    with connections[using].cursor() as cursor:
        cursor.execute(READ, [index])
        row = cursor.fetchone()
    return (
        dict(zip(*row, strict=False)) if row else {}
    )  # the shares end with two more, the least and the most
