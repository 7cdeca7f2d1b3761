"""Reads of title deeds: what is overdue, what an owner waits for."""

from datetime import date

from django.db.models import Count, Q

from .models import DeedStep, TitleDeed
from .states import Milestone

_AT_HAND = ("home__project__city", "home__building", "purchase__owner", "project")


def deeds_listed(user, *, project=None, milestone="", overdue_on: date | None = None, building=None):
    """Open deeds a user may see, to be paged by keyset in the order of what is due."""
    rows = TitleDeed.objects.visible_to(user).live().filter(due_on__isnull=False).select_related(*_AT_HAND)
    if project is not None:
        rows = rows.filter(project=project)
    if building is not None:
        rows = rows.filter(home__building=building)
    if milestone:
        rows = rows.filter(next_milestone=milestone)
    return rows.filter(due_on__lt=overdue_on) if overdue_on else rows


def deeds_of(owner) -> list[TitleDeed]:
    """The deeds of an owner's purchases with their steps: two queries."""
    rows = TitleDeed.objects.live().filter(purchase__owner=owner).select_related(*_AT_HAND)
    return list(rows.prefetch_related("steps__done_by").order_by("-created_at", "-pk"))


def deeds_of_home(home) -> list[TitleDeed]:
    rows = TitleDeed.objects.live().filter(home=home).select_related(*_AT_HAND)
    return list(rows.prefetch_related("steps__done_by").order_by("-created_at", "-pk"))


def steps_of(deed: TitleDeed) -> list[DeedStep]:
    """The milestones of a deed in their order."""
    order = list(Milestone.values)
    return sorted(deed.steps.all(), key=lambda step: order.index(step.milestone))


def waiting_in(building) -> list[tuple[str, str, int]]:
    """(milestone, its word, deeds that wait for it) in a building, those without left out."""
    rows = TitleDeed.objects.live().filter(home__building=building).exclude(next_milestone="")
    counts = dict(rows.order_by().values_list("next_milestone").annotate(count=Count("pk")))
    return [(m.value, str(m.label), counts[m.value]) for m in Milestone if counts.get(m.value)]


def milestones_told(user, owner):
    """The milestones reached for an owner, to be read by the moment."""
    seen = TitleDeed.objects.visible_to(user).filter(purchase__owner=owner)
    return DeedStep.objects.filter(Q(deed__in=seen)).select_related("deed__home", "done_by")
