import uuid

import pgtrigger
from django.db import models

from crm.accounts.permissions import projects_for
from owners.append_only import append_only_but_owner


class AssumptionsVersion(models.Model):
    """What we assume about the future, one version of it. Assessments name the version they used."""

    version = models.PositiveIntegerField(unique=True)
    values = models.JSONField(help_text="the fields of rules.Assumptions")
    because = models.TextField()
    active_from = models.DateTimeField()
    written_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"v{self.version}"


class AssessmentRows(models.QuerySet):
    def visible_to(self, user, verb):
        """The rows of the projects where the user holds this verb."""
        return self if user.unrestricted else self.filter(project__in=projects_for(user, verb))


class Assessment(models.Model):
    """An owner in a situation: his value, what is at stake, and the plans compared. Never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+", db_index=False)
    assumptions = models.ForeignKey(AssumptionsVersion, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    situation = models.JSONField()
    currency = models.CharField(max_length=3)
    value_to_date = models.BigIntegerField()
    expected_value = models.BigIntegerField()
    expected_low = models.BigIntegerField()
    expected_high = models.BigIntegerField()
    at_stake = models.BigIntegerField()
    at_stake_low = models.BigIntegerField()
    at_stake_high = models.BigIntegerField()
    completeness = models.PositiveSmallIntegerField(help_text="per cent of what we would like to know")
    plans = models.JSONField()
    best_plan = models.CharField(max_length=40)
    lines = models.JSONField()

    objects = AssessmentRows.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-at"], name="assessment_of_owner"),  # reader: the owner's card
            models.Index(fields=["-at", "-id"], name="assessment_newest"),  # reader: the API list
        ]
        triggers = [append_only_but_owner()]

    def __str__(self):
        return str(self.public_id)
