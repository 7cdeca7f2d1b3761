"""Conditions on a profile that are more than a column compared."""

import calendar
from datetime import date

from django.db.models import BigIntegerField, Q
from django.db.models.functions import Cast, Substr

from crm.privacy.models import Consent
from owners.ties import ABOUT_OWNER

from . import periods
from .fields import Asked
from .making import NOBODY
from .terms import Operator

ME = "me"
OLDEST = 130


def age(asked: Asked) -> Q:
    """By the year of birth alone: who sees no more than the year finds out no more by asking."""
    if asked.operator in (Operator.KNOWN, Operator.UNKNOWN):
        return Q(birth_date__isnull=asked.operator == Operator.UNKNOWN)
    year = asked.reader.today.year
    low, high = {
        Operator.AT_LEAST: (asked.value, OLDEST),
        Operator.AT_MOST: (0, asked.value),
        Operator.EQUALS: (asked.value, asked.value),
    }.get(asked.operator) or asked.value
    whole_low, whole_high = -int(-low // 1), int(high // 1)
    return Q(
        birth_date__isnull=False,
        birth_date__gte=date(year - whole_high, 1, 1),
        birth_date__lte=date(year - whole_low, 12, 31),
    )


def birthday(asked: Asked) -> Q:
    today = asked.reader.today
    match asked.operator:
        case Operator.THIS_MONTH:
            return Q(birth_date__isnull=False, birth_date__month=today.month)
        case Operator.NEXT_MONTH:
            return Q(birth_date__isnull=False, birth_date__month=periods.month_after(today))
        case Operator.IN_MONTH:
            return Q(birth_date__isnull=False, birth_date__month__in=asked.value)
    return Q(birth_date__isnull=False) & _coming_birthday(today, periods.ahead(today, asked.value))


def _coming_birthday(today: date, until: date) -> Q:
    """Month by month; whoever was born on 29 February celebrates on the 28th where there is no 29th."""
    found = NOBODY
    for year, month, first, last in periods.stretches(today, until):
        if (month, last) == (2, 28) and not calendar.isleap(year):
            last = 29
        found |= Q(birth_date__month=month, birth_date__day__gte=first, birth_date__day__lte=last)
    return found


def manager(asked: Asked) -> Q:
    if asked.operator in (Operator.KNOWN, Operator.UNKNOWN):
        return Q(manager__isnull=asked.operator == Operator.UNKNOWN)
    named = Q(manager__username__in=[name for name in asked.value if name != ME])
    if ME in asked.value:
        named |= Q(manager=asked.reader.user.pk)
    return named if asked.operator == Operator.ANY_OF else ~named


def consent(asked: Asked) -> Q:
    """Whose last word on one of these purposes is a yes that still runs."""
    about = f"{ABOUT_OWNER}:"
    last = (
        Consent.objects.filter(subject__startswith=about, purpose__in=asked.value)
        .order_by("subject", "purpose", "-at", "-id")
        .distinct("subject", "purpose")
    )
    running = Q(until__isnull=True) | Q(until__gt=asked.reader.now)
    agreed = Consent.objects.filter(running, pk__in=last.values("pk"), given=True)
    named = Cast(Substr("subject", len(about) + 1), BigIntegerField())
    found = Q(pk__in=agreed.annotate(whose=named).values("whose"))
    return found if asked.operator == Operator.ANY_OF else ~found
