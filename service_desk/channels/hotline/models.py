"""A ticket of the hotline, beside the case it became."""

from django.db import models
from django.db.models import Q


class HotlineTicketRows(models.QuerySet):
    def visible_to(self, user):
        """The tickets of the projects in the user's scope."""
        return self if user.unrestricted else self.filter(case__project__in=user.project_ids)

    def to_answer(self):
        """The hotline still waits for our reply."""
        return self.filter(must_reply=True, replied_at=None)


class HotlineTicket(models.Model):
    """What the hotline calls the case, by when it wants our reply, and what we replied."""

    PERSONAL = {"reply": "content"}
    IMPERSONAL = {"ticket": "the hotline's own number", "office": "the name of an office"}

    case = models.OneToOneField("service_desk.Case", models.CASCADE, related_name="hotline")
    ticket = models.CharField(max_length=60)
    office = models.CharField(max_length=120, blank=True)
    must_reply = models.BooleanField(default=True)
    reply_due_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    came_at = models.DateTimeField()

    objects = HotlineTicketRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], name="hotline_ticket_once"),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True) | ~Q(reply=""), name="hotline_reply_says_something"
            ),
        ]
        indexes = [
            # reader: the list of tickets that wait for our reply, the most urgent first
            models.Index(
                fields=["reply_due_at", "id"],
                condition=Q(must_reply=True, replied_at__isnull=True),
                name="hotline_to_answer",
            ),
        ]

    def __str__(self):
        return self.ticket
