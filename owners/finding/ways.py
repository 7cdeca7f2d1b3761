"""The ways in which an owner can fit a name or the end of a telephone, each a statement with an index of its own.

They are worded once a process, with the query and the reader's projects left open (`crm.reading`): who looks for a
name waits for PostgreSQL and not for its words.
"""

from collections.abc import Callable
from enum import IntEnum
from functools import cache

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BinaryField,
    BooleanField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Left, Length, Right

from crm.reading import Among, Like, Open, Worded, worded
from crm.text.sought import Shape, ways
from owners.people.models import Owner, OwnerProject
from owners.people.sounds import LatinWords, sounds

SHOWN = ("id", "number", "name", "phone", "phone_last4", "stage")


class Fit(IntEnum):
    """How somebody fits a query, the best first."""

    EXACT = 0
    BEGINS = 1
    SOUNDS = 2
    TURNED = 3
    INITIALS = 4
    LAST4 = 5
    PART = 6
    NEAR = 7
    HOME = 8


class Overlaps(Func):
    """Whether one of the words of a Latin name is among these."""

    template = "(%(expressions)s)"
    arg_joiner = " && "
    output_field = BooleanField()

    def __init__(self, words):
        super().__init__(LatinWords(sounds()), words)


class Unweighed(Func):
    """Hundreds of words as an array into which the planner cannot look.

    Of words that it sees it weighs each, for a millisecond, and then believes that every other name has one of them.
    """

    template = "ARRAY(SELECT unnest(%(expressions)s::text[]))"
    output_field = ArrayField(TextField())


class Sounding(Func):
    """Whose name as one word is among these."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, words):
        super().__init__(F("name_sound"), Unweighed(words))


class _Written(Func):
    """Whose name begins with these characters, not only with their sound."""

    template = "(%(expressions)s)"
    arg_joiner = " = "
    output_field = BooleanField()

    def __init__(self):
        beginning = Left(Right(F("name_key"), Length(F("name"))), Length(Open("plain")))
        super().__init__(beginning, Open("plain"))


def _words(name: str) -> Open:
    return Open(name, ArrayField(TextField()))


KEY, SOUND, ADDRESS = Open("key"), Open("sound"), Open("address", BinaryField())
EXACT_KEY, EXACT_SOUND = Q(name_key=KEY), Q(name_sound=SOUND)
BEGINS = Q(Like("name_sound", "beginning"))
WRITTEN = Q(_Written())
IN_LATIN = Q(name__contains=" ")
WAYS: dict[str, tuple[Fit, Callable[[QuerySet], QuerySet]]] = {
    "same name": (Fit.EXACT, lambda seen: seen.filter(EXACT_KEY).order_by("-id")),
    "same sound": (Fit.EXACT, lambda seen: seen.filter(EXACT_SOUND).order_by("-id")),
    "name begins": (
        Fit.BEGINS,
        lambda seen: seen.filter(BEGINS & WRITTEN).exclude(EXACT_KEY).order_by("name_sound", "id"),
    ),
    "sound begins": (
        Fit.BEGINS,
        lambda seen: seen.filter(BEGINS).exclude(EXACT_SOUND).order_by("name_sound", "id"),
    ),
    "sounds": (
        Fit.SOUNDS,
        lambda seen: seen.filter(EXACT_SOUND).exclude(EXACT_KEY).exclude(WRITTEN).order_by("-id"),
    ),
    "turned": (Fit.TURNED, lambda seen: seen.filter(Among("name_sound", "turned"))),
    "initials": (
        Fit.INITIALS,
        lambda seen: seen.filter(name_initials=Open("initials")).exclude(BEGINS).order_by("-id"),
    ),
    "whole address": (
        Fit.EXACT,
        lambda seen: seen.filter(postal_address_index=ADDRESS).order_by("-id"),
    ),
    "last four": (Fit.LAST4, lambda seen: seen.filter(phone_last4=Open("last4")).order_by("-id")),
    "word": (Fit.PART, lambda seen: seen.filter(Q(Overlaps(_words("words"))), IN_LATIN)),
    "near": (Fit.NEAR, lambda seen: seen.filter(Q(Sounding(_words("near"))))),
    "near in a word": (Fit.NEAR, lambda seen: seen.filter(Q(Overlaps(Unweighed(_words("near")))), IN_LATIN)),
    "near, turned": (Fit.NEAR, lambda seen: seen.filter(Q(Sounding(_words("near_turned"))))),
}


@cache
def way(name: str, everywhere: bool) -> Worded:
    """The statement of a way; whoever may see everything is asked for no projects."""
    fit, narrowed = WAYS[name]
    return fitting(fit, narrowed(_seen(everywhere)))


@cache
def part(shape: Shape, everywhere: bool) -> Worded:
    """The statement for any part of a name, with as many words as the shape has."""
    (held,) = ways(shape, "search_text")
    return fitting(Fit.PART, _seen(everywhere).filter(held).order_by("-id"))


def fitting(fit: Fit, rows: QuerySet) -> Worded:
    """What is shown of these rows, with how they fit."""
    return worded(rows.values_list(*SHOWN, Value(int(fit), output_field=IntegerField())))


def _seen(everywhere: bool) -> QuerySet:
    """As `owners.seen_by`, the projects left open."""
    there = Owner.objects.filter(merged_into=None).order_by()
    if everywhere:
        return there
    mine = OwnerProject.objects.filter(Among("project", "projects"), owner=OuterRef("pk"))
    return there.filter(Exists(mine))
