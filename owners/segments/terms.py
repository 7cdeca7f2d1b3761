"""The grammar of conditions: kinds of fields, what can be asked of each, and how large a tree may be; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DEEPEST, MOST_CONDITIONS, MOST_VALUES, LONGEST_TEXT = 4, 30, 60, 80
LARGEST_NUMBER, LARGEST_AMOUNT, LONGEST_SPAN = 1_000_000, 10**15, 1_000


class Join(TextChoices):
    """How the parts of a group hang together."""

    ALL = "all", _("All of these hold")
    ANY = "any", _("At least one of these holds")
    NONE = "none", _("None of these holds")


class Kind(TextChoices):
    """What sort of thing a field holds."""

    CHOICE = "choice", _("one of a list")
    PLACE = "place", _("place")
    PERSON = "person", _("colleague")
    NUMBER = "number", _("number")
    COUNT = "count", _("how often")
    MONEY = "money", _("money")
    DATE = "date", _("date")
    BIRTHDAY = "birthday", _("birthday")
    YES_NO = "yes_no", _("yes or no")
    TEXT = "text", _("text")


class Operator(TextChoices):
    ANY_OF = "any_of", _("is one of")
    NONE_OF = "none_of", _("is none of")
    KNOWN = "known", _("is known")
    UNKNOWN = "unknown", _("is not known")
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")
    EQUALS = "equals", pgettext_lazy("a number", "exactly")
    BETWEEN = "between", _("between")
    IN_LAST = "in_last", _("within the last")
    LONGER_AGO = "longer_ago", _("longer ago than")
    IN_NEXT = "in_next", _("within the next")
    SINCE = "since", pgettext_lazy("a date", "on or after")
    BEFORE = "before", pgettext_lazy("a date", "before")
    FROM_TO = "from_to", pgettext_lazy("a date", "from … to")
    THIS_MONTH = "this_month", _("this month")
    NEXT_MONTH = "next_month", _("next month")
    IN_MONTH = "in_month", _("in the month")
    YES = "yes", _("yes")
    NO = "no", _("no")
    CONTAINS = "contains", _("contains")


class Unit(TextChoices):
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


O = Operator  # noqa: E741  the table below is read by its columns
OPERATORS = {
    Kind.CHOICE: (O.ANY_OF, O.NONE_OF, O.KNOWN, O.UNKNOWN),
    Kind.PLACE: (O.ANY_OF, O.NONE_OF),
    Kind.PERSON: (O.ANY_OF, O.NONE_OF, O.KNOWN, O.UNKNOWN),
    Kind.NUMBER: (O.AT_LEAST, O.AT_MOST, O.EQUALS, O.BETWEEN, O.KNOWN, O.UNKNOWN),
    Kind.COUNT: (O.AT_LEAST, O.AT_MOST, O.EQUALS, O.BETWEEN),
    Kind.MONEY: (O.AT_LEAST, O.AT_MOST, O.BETWEEN, O.KNOWN, O.UNKNOWN),
    Kind.DATE: (O.IN_LAST, O.LONGER_AGO, O.IN_NEXT, O.SINCE, O.BEFORE, O.FROM_TO, O.KNOWN, O.UNKNOWN),
    Kind.BIRTHDAY: (O.THIS_MONTH, O.NEXT_MONTH, O.IN_NEXT, O.IN_MONTH),
    Kind.YES_NO: (O.YES, O.NO),
    Kind.TEXT: (O.CONTAINS, O.KNOWN, O.UNKNOWN),
}
LISTED = frozenset({O.ANY_OF, O.NONE_OF})
RANGES = frozenset({O.BETWEEN, O.FROM_TO})
SPANS = frozenset({O.IN_LAST, O.LONGER_AGO, O.IN_NEXT})
BARE = frozenset({O.KNOWN, O.UNKNOWN, O.THIS_MONTH, O.NEXT_MONTH, O.YES, O.NO})
