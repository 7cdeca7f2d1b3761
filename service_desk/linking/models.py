"""Merges and links of cases. A row is ended, never deleted: what once belonged together stays readable."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

CASE, USER = "service_desk.Case", "accounts.User"


class CaseMerge(models.Model):
    """One concern that was registered twice: `gone` rests, `kept` goes on for both."""

    PERSONAL = {"because": "content", "undone_because": "content"}
    IMPERSONAL = {"came_from": "the name of a status", "clocks": "keys of clocks"}

    gone = models.ForeignKey(CASE, models.CASCADE, related_name="merges", db_index=False)
    kept = models.ForeignKey(CASE, models.CASCADE, related_name="taken_in", db_index=False)
    because = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    came_from = models.CharField(max_length=16)
    clocks = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    undone_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="case_merged_once"
            ),
            models.CheckConstraint(condition=~Q(gone=F("kept")), name="case_not_merged_with_itself"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="case_merge_undone_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["kept"], name="case_merge_kept"),  # reader: the case page, what it took in
            models.Index(fields=["gone"], name="case_merge_gone"),  # reader: the case page, its own merges
        ]


class LinkKind(models.TextChoices):
    RELATED = "related", _("has to do with")
    CHILD = "child", _("is a part of")


class CaseLink(models.Model):
    """Two cases that stay two. Of a child, `upper` is the parent, and `blocks` says whether it waits for this one."""

    PERSONAL = {"because": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=LinkKind.choices)
    upper = models.ForeignKey(CASE, models.CASCADE, related_name="links_down", db_index=False)
    lower = models.ForeignKey(CASE, models.CASCADE, related_name="links_up", db_index=False)
    blocks = models.BooleanField(default=False)
    because = models.TextField(blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["upper", "lower", "kind"], condition=Q(ended_at__isnull=True), name="case_link_once"
            ),
            models.UniqueConstraint(
                fields=["lower"],
                condition=Q(ended_at__isnull=True, kind="child"),
                name="case_has_one_parent",
            ),
            models.CheckConstraint(condition=~Q(upper=F("lower")), name="case_not_linked_with_itself"),
            models.CheckConstraint(
                condition=Q(kind="child") | Q(blocks=False), name="case_link_only_children_block"
            ),
        ]
        indexes = [
            models.Index(  # reader: the case page and the closing of a parent, its children
                fields=["upper", "kind"], condition=Q(ended_at__isnull=True), name="case_link_down"
            ),
            models.Index(  # reader: the case page, its parent and what it has to do with
                fields=["lower", "kind"], condition=Q(ended_at__isnull=True), name="case_link_up"
            ),
        ]
