"""Segments, their versions, who uses them, and how many they held on each day."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class Sharing(models.TextChoices):
    """Who finds a segment."""

    MINE = "mine", _("only me")
    TEAM = "team", _("colleagues of some projects")
    EVERYONE = "everyone", _("everybody who works with segments")


class SegmentRows(models.QuerySet):
    def visible_to(self, user):
        """One's own, those shared with one of one's projects, and those for everybody."""
        if user.unrestricted:
            return self
        through = Segment.projects.through
        shared = through.objects.filter(segment=OuterRef("pk"), project__in=user.project_ids)
        return self.filter(
            Q(owned_by=user) | Q(sharing=Sharing.EVERYONE) | Q(Q(sharing=Sharing.TEAM) & Exists(shared))
        )


class Segment(models.Model):
    """A group of owners named by conditions: `tree` as rules.read takes it, of the present version."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, default="", blank=True)
    tree = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    owned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sharing = models.CharField(max_length=10, choices=Sharing.choices, default=Sharing.MINE)
    projects = models.ManyToManyField("organisation.Project", related_name="+", blank=True)
    counted_on = models.DateField(null=True)  # the last day of which a count is kept for whoever keeps it
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = SegmentRows.as_manager()

    IMPERSONAL = {
        "name": "the name of a group, written by staff",
        "description": "what a group is for, written by staff",
        "tree": "conditions; they name no owner",
    }

    class Meta:
        db_table = "owners_segment"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="segment_has_name"),
            models.CheckConstraint(condition=Q(sharing__in=Sharing.values), name="segment_sharing_is_known"),
        ]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="segment_newest"),  # reader: the list, by keyset
            models.Index(  # reader: count_due, which counts each once a day
                fields=["counted_on"], condition=Q(archived_at=None), name="segment_count_due"
            ),
        ]

    def __str__(self):
        return self.name


class SegmentVersion(models.Model):
    """What a segment was, from one change to the next. Added, never changed."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, default="", blank=True)
    tree = models.JSONField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    restores = models.PositiveIntegerField(null=True)  # the number of the version that was brought back

    IMPERSONAL = dict.fromkeys(("name", "description", "tree"), "as of the segment")

    class Meta:
        db_table = "owners_segmentversion"
        constraints = [
            # reader: the versions of a segment, newest first
            models.UniqueConstraint(fields=["segment", "number"], name="segmentversion_once"),
        ]


class SegmentUse(models.Model):
    """Something rests on a segment: an event's audience, a survey, a valuation. It cannot be deleted meanwhile."""

    segment = models.ForeignKey(Segment, models.PROTECT, related_name="uses", db_index=False)
    what = models.CharField(max_length=40)  # "rewards.event"
    reference = models.CharField(max_length=80)  # its public number
    label = models.CharField(max_length=120)
    since = models.DateTimeField()

    IMPERSONAL = dict.fromkeys(
        ("what", "reference", "label"), "names a thing of the house that uses a segment"
    )

    class Meta:
        db_table = "owners_segmentuse"
        constraints = [
            # reader: whether a segment may go, and what stands on its page
            models.UniqueConstraint(fields=["segment", "what", "reference"], name="segmentuse_once"),
        ]


class SegmentCount(models.Model):
    """How many a segment held on a day, as seen by whoever has this scope."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="counts", db_index=False)
    scope = models.CharField(max_length=32)  # a digest of the projects in which it was asked
    on = models.DateField()
    members = models.PositiveIntegerField()

    IMPERSONAL = {"scope": "a digest of project numbers"}

    class Meta:
        db_table = "owners_segmentcount"
        constraints = [
            # reader: the sparkline of a segment for one scope
            models.UniqueConstraint(fields=["segment", "scope", "on"], name="segmentcount_once_a_day"),
        ]
