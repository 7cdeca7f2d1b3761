"""Drafts, who is looking at a case, and mentions."""

from django.db import models
from django.db.models import Q

from crm.privacy.fields import EncryptedText

USER = "accounts.User"


class Draft(models.Model):
    """What somebody has typed into one form and not sent yet; sealed, his alone, and gone once it is sent."""

    PERSONAL = {"fields": "content"}
    IMPERSONAL = {"form": "the name or address of a form"}

    user = models.ForeignKey(USER, models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey("service_desk.Case", models.CASCADE, null=True, related_name="+", db_index=False)
    owner = models.ForeignKey("owners.Owner", models.CASCADE, null=True, related_name="+", db_index=False)
    form = models.CharField(max_length=120)
    fields = EncryptedText()  # json: name of a field, what stands in it
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="draft_of_form_once")]
        indexes = [
            models.Index(  # reader: the page of a case, the erasure of a person
                fields=["case", "user"], condition=Q(case__isnull=False), name="draft_of_case"
            ),
            models.Index(  # reader: the merge and the erasure of a person
                fields=["owner"], condition=Q(owner__isnull=False), name="draft_of_owner"
            ),
            models.Index(fields=["at"], name="draft_old"),  # reader: services.forget
        ]


class Presence(models.Model):
    """Somebody who has a case open, and what he does there; believed for half a minute after `seen_at`."""

    IMPERSONAL = {"doing": "the name of a form, or nothing while he reads"}

    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(USER, models.CASCADE, related_name="+", db_index=False)
    doing = models.CharField(max_length=24, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="presence_once")]
        indexes = [models.Index(fields=["seen_at"], name="presence_old")]  # reader: services.forget


class Mention(models.Model):
    """A colleague who was named in an internal note, so that he reads it."""

    message = models.ForeignKey(
        "service_desk.CaseMessage", models.CASCADE, related_name="mentions", db_index=False
    )
    user = models.ForeignKey(USER, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "user"], name="mention_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=models.F("at")),
                name="mention_read_after_it_was_made",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="mention_newest"),  # reader: the inbox
            models.Index(  # reader: the number on the frame
                fields=["user"], condition=Q(read_at__isnull=True), name="mention_unread"
            ),
        ]
