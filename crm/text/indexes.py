"""Index of a `search_text` column: `BigramIndex` for any substring, `StemIndex` for English and Finnish words."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, F, Func, Q, TextField, Value


class Bigrams(Func):
    """`text_bigrams(column)`: the column's bigrams as a tsvector without positions."""

    function = "text_bigrams"
    output_field = SearchVectorField()


class Stems(Func):
    """The column's words without their endings."""

    output_field = SearchVectorField()

    def __init__(self, expression, config: str):
        if config not in ("english", "finnish"):
            raise ValueError(config)
        self.template = f"to_tsvector('{config}'::regconfig, %(expressions)s)"
        super().__init__(expression)
        self.config = config

    def deconstruct(self):
        return "crm.text.indexes.Stems", (self.source_expressions[0], self.config), {}


class Holds(Func):
    """`vector @@ query`, the query written out as a tsquery that the index understands as it stands."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, vector, query):
        super().__init__(vector, query)


class AsQuery(Func):
    template = "%(expressions)s::tsquery"

    def __init__(self, text):
        super().__init__(Value(text, output_field=TextField()) if isinstance(text, str) else text)


class BigramIndex(GinIndex):
    """GIN over the bigrams of a normalised text column. Its reader is `crm.text.matching`.

    The pending list keeps registering fast; it is kept short, because every search reads it through.
    """

    def __init__(self, field: str = "search_text", *, name: str):
        self.column = field
        super().__init__(Bigrams(F(field)), name=name, gin_pending_list_limit=1024)

    def deconstruct(self):
        return "crm.text.indexes.BigramIndex", (self.column,), {"name": self.name}


def has_latin_words(field: str) -> Q:
    """Texts with a Latin word in them; only these have stems, and only these stand in a StemIndex."""
    return Q(**{f"{field}__regex": "[a-z]{3}"})


class StemIndex(GinIndex):
    """GIN over the stems of a normalised text column. Its reader is `crm.text.matching_words`."""

    def __init__(self, field: str = "search_text", config: str = "english", *, name: str):
        self.column, self.config = field, config
        super().__init__(
            Stems(F(field), config), name=name, condition=has_latin_words(field), gin_pending_list_limit=1024
        )

    def deconstruct(self):
        return "crm.text.indexes.StemIndex", (self.column, self.config), {"name": self.name}
