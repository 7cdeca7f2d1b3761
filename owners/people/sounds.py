"""The sound of a name as the database keeps it, worked out of the sort key, which begins with it."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Left, Length

from crm.text.letters import Letters

_FIRST_LETTERS = r"(\S)\S*\s*"


def sounds() -> Left:
    """The syllables of the sort key "zhang wei 张伟", without the name itself at its end."""
    return Left(F("name_key"), Length(F("name_key")) - Length(F("name")) - 1)


class _Replaced(Func):
    function = "regexp_replace"
    output_field = TextField()


def initials() -> Letters:
    """The first letter of every syllable: zw."""
    return Letters(_Replaced(sounds(), Value(_FIRST_LETTERS), Value(r"\1"), Value("g")))


class LatinWords(Func):
    """The words of a name in Latin letters, each by its bare letters."""

    output_field = ArrayField(TextField())

    def __init__(self, expression):
        parted = _Replaced(expression, Value(r"[\s\-'’.]+"), Value(","), Value("g"))
        super().__init__(Letters(parted), Value(","), function="string_to_array")

    def deconstruct(self):
        return "owners.people.sounds.LatinWords", (sounds(),), {}
