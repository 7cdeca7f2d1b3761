"""Forms that came in by the web, and the links by which their writers follow what became of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
