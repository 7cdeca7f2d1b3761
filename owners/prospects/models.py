"""Who asks about which project, and the weights by which the score is worked out."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from crm.accounts.permissions import projects_for
from owners.homes.models import HomeType
from owners.people.choices import Source

from .choices import Lost, Purpose, Wanted


class ProspectQuerySet(models.QuerySet):
    def visible_to(self, user, to="prospects.view"):
        """Those of projects in which the user may do `to`; of somebody merged, where he was merged to."""
        there = self.filter(owner__merged_into=None)
        return there if user.unrestricted else there.filter(project__in=projects_for(user, to))

    def open(self):
        return self.filter(lost_on=None, signed_on=None)


class Prospect(models.Model):
    """The interest of one person in one project, from the first question to the signature or the loss.

    Which days he visited, reserved, subscribed and signed there are worked out of the facts, as the score is, and
    kept here so that many can be asked by them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="prospects", db_index=False)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+", db_index=False)
    opened_on = models.DateField()
    heard_on = models.DateField()  # when he last asked about something himself
    source = models.CharField(max_length=10, choices=Source.choices)
    campaign = models.CharField(max_length=80, default="", blank=True)

    purpose = models.CharField(max_length=10, choices=Purpose.choices, default="", blank=True)
    home_type = models.CharField(max_length=10, choices=HomeType.choices, default="", blank=True)
    bedrooms = models.PositiveSmallIntegerField(null=True, blank=True)
    area_min = models.PositiveIntegerField(null=True, blank=True)
    area_max = models.PositiveIntegerField(null=True, blank=True)
    budget_min = models.BigIntegerField(null=True, blank=True)
    budget_max = models.BigIntegerField(null=True, blank=True)
    wanted = models.CharField(max_length=10, choices=Wanted.choices, default="", blank=True)
    wishes = models.CharField(max_length=300, default="", blank=True)

    salesperson = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    next_step = models.CharField(max_length=200, default="", blank=True)
    next_step_on = models.DateField(null=True, blank=True)

    visited_on = models.DateField(null=True)
    reserved_on = models.DateField(null=True)
    subscribed_on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    lost_on = models.DateField(null=True)
    lost_because = models.CharField(max_length=12, choices=Lost.choices, default="", blank=True)
    lost_words = models.CharField(max_length=200, default="", blank=True)
    won_back_on = models.DateField(null=True)

    score = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    weights_version = models.PositiveIntegerField(default=0)
    score_until = models.DateField(null=True)  # the day on which time alone may change it

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = ProspectQuerySet.as_manager()

    PERSONAL = {
        "owner": "reference",
        "purpose": "profile",
        "home_type": "profile",
        "bedrooms": "profile",
        "area_min": "profile",
        "area_max": "profile",
        "budget_min": "money",
        "budget_max": "money",
        "wanted": "profile",
        "wishes": "content",
        "next_step": "content",
        "lost_words": "content",
        "reasons": "profile",
    }
    IMPERSONAL = {"campaign": "the name of an advertisement, not of a person"}

    class Meta:
        db_table = "owners_prospect"
        constraints = [
            # reader: an inquiry of somebody who asked before; the interests on an owner's card
            models.UniqueConstraint(fields=["owner", "project"], name="prospect_once_per_project"),
            models.CheckConstraint(condition=Q(score__lte=100), name="prospect_score_is_percent"),
            models.CheckConstraint(
                condition=Q(lost_on__isnull=True) | ~Q(lost_because=""), name="prospect_lost_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(area_min__isnull=True)
                | Q(area_max__isnull=True)
                | Q(area_max__gte=F("area_min")),
                name="prospect_area_in_order",
            ),
            models.CheckConstraint(
                condition=Q(budget_min__isnull=True)
                | Q(budget_max__isnull=True)
                | Q(budget_max__gte=F("budget_min")),
                name="prospect_budget_in_order",
            ),
        ]
        indexes = [
            # reader: the ranked list of many projects, by keyset
            models.Index(
                fields=["-score", "-id"],
                name="prospect_ranked",
                condition=Q(lost_on__isnull=True, signed_on__isnull=True),
            ),
            # reader: the ranked list of one project, by keyset
            models.Index(
                fields=["project", "-score", "-id"],
                name="prospect_ranked_in_project",
                condition=Q(lost_on__isnull=True, signed_on__isnull=True),
            ),
            # reader: the salesperson's own list
            models.Index(
                fields=["salesperson", "-score", "-id"],
                name="prospect_ranked_own",
                condition=Q(lost_on__isnull=True, signed_on__isnull=True, salesperson__isnull=False),
            ),
            # reader: conversion by source of those who asked in some months
            models.Index(fields=["project", "opened_on"], name="prospect_by_month"),
            # reader: keeping.turn, every day
            models.Index(
                fields=["score_until"],
                name="prospect_score_due",
                condition=Q(score_until__isnull=False),
            ),
        ]


class ScoreWeights(models.Model):
    """One version of the weights; the newest counts, the earlier ones say how it used to be."""

    version = models.PositiveIntegerField(unique=True)
    points = models.JSONField()
    because = models.CharField(max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    IMPERSONAL = {"points": "a rule of ours", "because": "why a rule of ours was changed"}

    class Meta:
        db_table = "owners_scoreweights"
