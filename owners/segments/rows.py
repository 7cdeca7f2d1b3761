"""The rows of this floor that hang on an owner, as far as the reader may see them."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from owners.contracts.models import Ownership, Purchase, ShowroomVisit
from owners.contracts.states import SIGNING
from owners.deeds.models import TitleDeed
from owners.people.models import OwnerProject
from owners.prospects.models import Prospect

from .fields import Asked
from .making import NOBODY, having, narrowed, of_any_day
from .terms import Operator


def ties(asked: Asked) -> QuerySet:
    return asked.reader.seen(OwnerProject.objects.all())


def visits(asked: Asked) -> QuerySet:
    found = asked.reader.seen(ShowroomVisit.objects.all())
    return narrowed(found, asked, choices={}, period="on", moment=False)


def owned(asked: Asked) -> QuerySet:
    """The ownerships of today."""
    current = Ownership.objects.current(asked.reader.today)
    found = asked.reader.seen(current, "home__project")
    return narrowed(found, asked, choices={"type": "home__type"}, period="since", moment=False)


handed_over = of_any_day(owned, "home__handover_on")
handover_due = of_any_day(owned, "home__handover_due_on")


def purchases(asked: Asked) -> QuerySet:
    """What was not cancelled."""
    found = asked.reader.seen(Purchase.objects.filter(cancelled_on=None))
    return narrowed(found, asked, choices={"kind": "kind"}, period="signed_on", moment=False)


def signings(asked: Asked) -> QuerySet:
    return purchases(asked).filter(kind__in=sorted(SIGNING))


def cancelled(asked: Asked) -> QuerySet:
    return asked.reader.seen(Purchase.objects.filter(cancelled_on__isnull=False))


def interests(asked: Asked) -> QuerySet:
    """What somebody asks about and has neither bought nor given up."""
    return asked.reader.seen(Prospect.objects.open())


def lost(asked: Asked) -> QuerySet:
    return asked.reader.seen(Prospect.objects.filter(lost_on__isnull=False, signed_on=None))


def deeds(asked: Asked) -> QuerySet:
    """Title deeds on their way."""
    return asked.reader.seen(TitleDeed.objects.live().filter(due_on__isnull=False))


def in_buildings(asked: Asked) -> Q:
    """Who owns a home today in one of the buildings, each said as PROJECT/code."""
    return _in(asked, "home__building__code")


def in_phases(asked: Asked) -> Q:
    return _in(asked, "home__building__phase__code")


def _in(asked: Asked, column: str) -> Q:
    places = [
        Q(**{"home__project__code": project, column: code})
        for project, slash, code in (value.partition("/") for value in asked.value)
        if slash
    ]
    found = having(owned(asked).filter(reduce(or_, places))) if places else NOBODY
    return found if asked.operator == Operator.ANY_OF else ~found
