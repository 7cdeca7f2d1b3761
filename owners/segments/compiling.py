"""From a tree to one query."""

from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from owners.people.models import Owner, OwnerProject

from .fields import Asked, Reader
from .rules import Group
from .terms import Join


def condition(part, reader: Reader) -> Q:
    """A group or a condition as one condition on Owner."""
    if not isinstance(part, Group):
        return part.field.compile(Asked(part.operator, part.value, part.where, reader))
    parts = [condition(each, reader) for each in part.parts]
    if part.join == Join.ALL:
        return reduce(and_, parts)
    listed = reduce(or_, parts)
    return listed if part.join == Join.ANY else ~listed


def owners(group: Group, reader: Reader) -> QuerySet:
    """The owners whom a tree names, as far as the reader may see them: one query, unordered."""
    rows = Owner.objects.filter(merged_into=None, erased_at=None)
    if reader.projects is not None:
        rows = rows.filter(Exists(reader.seen(OwnerProject.objects.filter(owner=OuterRef("pk")))))
    return rows.filter(condition(group, reader))
