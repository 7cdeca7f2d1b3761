"""The parts of an address: 3-2-1201, "4B12" and "Kalarannankatu 4 B 12" taken apart where people put nothing, a
blank, a hyphen or a word between. A part is found whole: 3 is not 13."""

import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import BooleanField, F, Func, TextField, Value

from crm.text.bigrams import normalise

_ZEROS = re.compile(r"(^|[^0-9])0+([0-9])")
_CUTS = re.compile(r"(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])|[^0-9\w]+|_+")
_COUNTED = re.compile(r"(?<=[0-9a-z])\s*(号楼|单元|栋|幢|座|室|号|层|楼)")
_SAID = re.compile(
    r"\b(as|asunto|rappu|porras|talo|building|bldg|block|entrance|flat|apartment|apt|unit|room|no|floor)\b\.?"
)
LONGEST = 12


def parts(plain: str) -> list[str]:
    """The parts of a normal text, numbers without their leading zeros."""
    return [part for part in _CUTS.split(_ZEROS.sub(r"\1\2", plain)) if part and part.strip()]


def asked_parts(query: str) -> tuple[list[str], list[str]]:
    """What an address is asked by: numbers and letters of doors, found whole; and words, found anywhere."""
    plain = _COUNTED.sub(" ", normalise(query))
    plain = _SAID.sub(" ", plain)
    doors, words = [], []
    for part in parts(plain)[:LONGEST]:
        place = doors if part.isdecimal() or (len(part) == 1 and part.isascii()) else words
        if part not in place:
            place.append(part)
    return doors, words


class Parts(Func):
    """The parts of a normal text column, as `parts` makes them."""

    template = (
        r"regexp_split_to_array(regexp_replace(%(expressions)s, '(^|[^0-9])0+([0-9])', '\1\2', 'g'), "
        r"'(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])|[^0-9[:alpha:]]+')"
    )
    output_field = ArrayField(TextField())

    def deconstruct(self):
        return "crm.text.parts.Parts", (self.source_expressions[0],), {}


class HoldsParts(Func):
    """Whether the column has all of these parts; its index answers."""

    template = "(%(expressions)s)"
    arg_joiner = " @> "
    output_field = BooleanField()

    def __init__(self, field: str, wanted):
        if isinstance(wanted, list):
            wanted = Value(wanted, output_field=ArrayField(TextField()))
        super().__init__(Parts(F(field)), wanted)


class PartsIndex(GinIndex):
    """GIN over the parts of a normalised address. Its reader is `HoldsParts`."""

    def __init__(self, field: str = "search_text", *, name: str):
        self.column = field
        super().__init__(Parts(F(field)), name=name)

    def deconstruct(self):
        return "crm.text.parts.PartsIndex", (self.column,), {"name": self.name}
