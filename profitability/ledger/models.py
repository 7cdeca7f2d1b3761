import uuid

from django.db import models
from django.db.models import Q

from crm.accounts.permissions import projects_for
from owners.append_only import append_only_but_owner

from .states import EntryKind


class EntryRows(models.QuerySet):
    def visible_to(self, user, verb):
        """The rows of the projects where the user holds this verb."""
        return self if user.unrestricted else self.filter(project__in=projects_for(user, verb))


class LedgerEntry(models.Model):
    """One amount of one relation. Revenue is positive, cost negative, in minor units of its currency."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(help_text="when the amount arose, not when it was written down")
    kind = models.CharField(max_length=20, choices=EntryKind)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    estimated = models.BooleanField(default=False)
    source_kind = models.CharField(max_length=24)
    source_ref = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True)
    posted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    posted_at = models.DateTimeField()

    objects = EntryRows.as_manager()

    class Meta:
        constraints = [
            # reader: posting twice is posting once
            models.UniqueConstraint(fields=["source_kind", "source_ref", "kind"], name="ledger_source_once"),
            models.CheckConstraint(condition=~Q(source_ref=""), name="ledger_names_its_source"),
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_amount_is_something"),
        ]
        indexes = [
            models.Index(  # reader: an owner's value to date, by one index-only walk
                fields=["owner", "currency", "kind"], include=["amount", "estimated"], name="ledger_of_owner"
            ),
            models.Index(  # reader: the value report of a project
                fields=["project", "owner"], include=["kind", "amount", "currency"], name="ledger_of_project"
            ),
            models.Index(fields=["owner", "-at"], name="ledger_of_owner_newest"),  # reader: his timeline
            models.Index(fields=["-at", "-id"], name="ledger_newest"),  # reader: the API list
        ]
        triggers = [append_only_but_owner()]

    def __str__(self):
        return f"{self.source_kind}:{self.source_ref}"
