"""Forms that came in by the web, and the links by which their writers follow what became of them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.privacy.fields import EncryptedText


class WebReport(models.Model):
    """One form that became a case. The digests tell a form sent twice and a flood, and nothing of who sent it."""

    PERSONAL = {"words_digest": "index", "person_index": "index", "place_index": "index"}

    case = models.OneToOneField("service_desk.Case", models.CASCADE, related_name="web_report")
    words_digest = models.BinaryField(max_length=32)
    person_index = models.BinaryField(max_length=32)
    place_index = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [
            # reader: "you already sent this", and how much came from one person lately
            models.Index(fields=["person_index", "-sent_at"], name="web_report_of_person"),
        ]


class Purpose(models.TextChoices):
    FOLLOW = "follow", _("to see where it stands")
    OWNER = "owner", _("to answer, decide and sign")


class OwnerLink(models.Model):
    """A link of one person to one case; of its secret only a hash is kept."""

    PERSONAL = {"token_hash": "index"}

    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="+", db_index=False)
    purpose = models.CharField(max_length=6, choices=Purpose.choices)
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # reader: withdrawing the links of a case; erasure
            models.Index(fields=["case"], condition=Q(revoked_at__isnull=True), name="owner_link_of_case"),
        ]


class HeldPhoto(models.Model):
    """A photo that came with a form which has to be sent once more; drawn anew, and gone after two hours.

    Nobody's yet: it is found by the secret in that form alone, and no name leads to it.
    """

    PERSONAL = {
        "tray_hash": "index",
        "place_index": "index",
        "name": "content",
        "full": "content",
        "small": "content",
    }
    IMPERSONAL = {"content_type": "a media type we give", "digest": "of bytes, to know a photo sent twice"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tray_hash = models.BinaryField(max_length=32)
    place_index = models.BinaryField(max_length=32)
    name = EncryptedText()
    content_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    full = EncryptedText()  # base64
    small = EncryptedText()  # base64
    held_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tray_hash", "digest"], name="held_photo_once_in_its_form"),
        ]
        indexes = [
            models.Index(fields=["held_at"], name="held_photo_by_age"),  # reader: the sweep, the house's room
            models.Index(fields=["place_index", "held_at"], name="held_photo_of_place"),  # reader: the fence
        ]

    @property
    def preview(self) -> str:
        """The small picture, inside the page: no address leads to it."""
        return f"data:{self.content_type};base64,{self.small}"
