"""Who was told that a clock runs out, and which cases stand still."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from service_desk.clocks.models.deadlines import Deadline
from service_desk.clocks.models.policies import USER


class DeadlineTold(models.Model):
    """Somebody was told of a level; nobody in `person` where the level had nobody."""

    IMPERSONAL = {"role": "the name of a role"}

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="told", db_index=False)
    level = models.PositiveSmallIntegerField()
    person = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "level", "person"], nulls_distinct=False, name="told_each_level_once"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="told_newest"),  # reader: what somebody was told
        ]


class StuckWhy(models.TextChoices):
    NO_MOVE = "no_move", _("nothing has moved")
    MANY_MOVES = "many_moves", _("moved to and fro")
    MANY_REJECTIONS = "many_rejections", _("sent back again and again")


class StuckCase(models.Model):
    """A case that stands still or goes in circles, until it moves on or somebody says when he looks again."""

    PERSONAL = {"note": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="+", db_index=False)
    why = models.CharField(max_length=16, choices=StuckWhy.choices)
    figure = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    seen_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    seen_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    next_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "why"], condition=Q(settled_at=None), name="stuck_once_for_each_reason"
            ),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True, next_on__isnull=True, note="")
                | (Q(seen_at__isnull=False, seen_by__isnull=False, next_on__isnull=False) & ~Q(note="")),
                name="stuck_seen_has_note_and_date",
            ),
        ]
        indexes = [
            models.Index(  # reader: the list of what stands still
                fields=["-found_at", "-id"], condition=Q(settled_at=None), name="stuck_open_newest"
            ),
            models.Index(fields=["case"], name="stuck_of_case"),  # reader: the case page
        ]
