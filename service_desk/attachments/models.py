"""Files of a case and their sealed contents."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.privacy.fields import EncryptedText

USER = "accounts.User"


class Stage(models.TextChoices):
    """Which of the three sets a file belongs to."""

    PROBLEM = "problem", _("The problem")
    PROPOSAL = "proposal", _("The proposal")
    RESULT = "result", _("The result")


class Attachment(models.Model):
    """One photo or document; removed ones stay until the case is erased, so that a removal can be undone."""

    PERSONAL = {"name": "content", "caption": "content"}
    IMPERSONAL = {"content_type": "a media type we give", "digest": "of bytes, to know a file sent twice"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="attachments", db_index=False)
    stage = models.CharField(max_length=8, choices=Stage.choices)
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64)
    caption = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stage", "digest"],
                condition=Q(removed_at__isnull=True),
                name="attachment_once_in_its_set",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_holds_something"),
            models.CheckConstraint(
                condition=Q(width__isnull=True, height__isnull=True) | Q(width__gt=0, height__gt=0),
                name="attachment_picture_has_both_sides",
            ),
        ]
        indexes = [models.Index(fields=["case", "id"], name="attachment_of_case")]  # reader: the case page

    def __str__(self):
        return str(self.public_id)

    @property
    def is_picture(self) -> bool:
        return self.width is not None


class Part(models.TextChoices):
    FULL = "full", pgettext_lazy("document", "whole")
    THUMB = "thumb", _("small")


class AttachmentPart(models.Model):
    """The bytes of a file, sealed: whole, and small for lists of pictures."""

    PERSONAL = {"content": "content"}

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="parts", db_index=False)
    part = models.CharField(max_length=5, choices=Part.choices)
    content = EncryptedText()  # base64

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "part"], name="attachment_part_once")]
