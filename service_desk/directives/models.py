"""What coordination has ordered for an owner, and what became of it."""

from django.db import models
from django.db.models import Q

from crm.states import guard
from service_desk.directives import states


class DirectiveRows(models.QuerySet):
    def visible_to(self, user):
        """The directives of the projects in the user's scope."""
        return self if user.unrestricted else self.filter(project__in=user.project_ids)

    def open(self):
        return self.filter(status__in=states.OPEN)

    def overdue(self, now):
        return self.open().filter(due_at__lt=now)


class Directive(models.Model):
    """An order to do something for an owner, with the reason, the means and the day it is due."""

    PERSONAL = {"instruction": "content", "reason": "content", "result": "content"}

    number = models.CharField(max_length=20, unique=True)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+")
    project = models.ForeignKey(
        "organisation.Project", models.PROTECT, null=True, related_name="+", db_index=False
    )
    case = models.ForeignKey("service_desk.Case", models.PROTECT, null=True, related_name="directives")
    purpose = models.CharField(max_length=40)
    plan = models.CharField(max_length=60)
    instruction = models.TextField()
    reason = models.TextField()
    status = models.CharField(
        max_length=10, choices=states.DirectiveStatus.choices, default=states.DirectiveStatus.ISSUED
    )
    assignee = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", db_index=False)
    department = models.ForeignKey(
        "organisation.Department", models.PROTECT, null=True, related_name="+", db_index=False
    )
    budget_amount = models.BigIntegerField(default=0)
    spent_amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    decision_ref = models.UUIDField(null=True)
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    fulfilled_at = models.DateTimeField(null=True)
    fulfilled_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    result = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)
    overdue_told_at = models.DateTimeField(null=True)

    objects = DirectiveRows.as_manager()

    class Meta:
        constraints = [
            # The loop cannot run in circles: one open directive for an owner and a purpose.
            models.UniqueConstraint(
                fields=["owner", "purpose"],
                condition=Q(status__in=["issued", "accepted"]),
                name="directive_one_open",
            ),
            models.CheckConstraint(
                condition=(Q(status="fulfilled", fulfilled_at__isnull=False) & ~Q(result=""))
                | (~Q(status="fulfilled") & Q(fulfilled_at__isnull=True)),
                name="directive_fulfilled_has_result",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="directive_withdrawn_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(accepted_at__isnull=False, assignee__isnull=False),
                name="directive_accepted_has_assignee",
            ),
            models.CheckConstraint(condition=Q(budget_amount__gte=0), name="directive_budget_not_negative"),
            models.CheckConstraint(
                condition=Q(spent_amount__isnull=True) | Q(spent_amount__gte=0),
                name="directive_spent_not_negative",
            ),
        ]
        indexes = [
            models.Index(  # reader: the desk's list of open directives, soonest first
                fields=["due_at", "id"],
                condition=Q(status__in=["issued", "accepted"]),
                name="directive_open_due",
            ),
            models.Index(  # reader: the relay, which asks every second what has become late and is not told yet
                fields=["due_at"],
                condition=Q(status__in=["issued", "accepted"], overdue_told_at__isnull=True),
                name="directive_late_untold",
            ),
        ]
        triggers = [guard("status", states.MOVES)]

    def __str__(self):
        return self.number
