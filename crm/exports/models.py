import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.privacy.fields import EncryptedText


class Form(models.TextChoices):
    XLSX = "xlsx", _("XLSX")
    CSV = "csv", _("CSV")  # with the mark that lets Excel read Chinese
    BARE_CSV = "csv-bare", _("CSV without a mark, for programs")


class ExportRun(models.Model):
    """One list that somebody asked for as a file. When its time is over, the row stays and the file goes."""

    PERSONAL = {"parameters": "content"}
    IMPERSONAL = {"kind": "a name of settings.EXPORT_KINDS", "rights": "roles by project"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    form = models.CharField(max_length=10, choices=Form.choices)
    parameters = EncryptedText(null=True)  # the filters of the list, words that were searched for among them
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    job = models.OneToOneField("jobs.Job", models.PROTECT, null=True, related_name="+")
    expected = models.PositiveBigIntegerField(null=True)
    rows_written = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes of the file as it is downloaded
    part_count = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    rights = models.JSONField(
        default=dict
    )  # what its maker might see when it was written; access.still_holds

    class Meta:
        indexes = [
            # reader: one's own exports, newest first
            models.Index(fields=["made_by", "-made_at", "-id"], name="export_of_user"),
            # reader: services.forget
            models.Index(
                fields=["expires_at"], name="export_kept", condition=models.Q(forgotten_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ready_at__isnull=True) | models.Q(expires_at__isnull=False),
                name="export_ready_expires",
            ),
        ]

    @property
    def percent(self) -> int:
        """How much is written; a list that turned out longer than it was counted is not more than whole."""
        if self.ready_at:
            return 100
        return min(99, self.rows_written * 100 // self.expected) if self.expected else 0

    @property
    def is_there(self) -> bool:
        return self.ready_at is not None and self.forgotten_at is None

    @property
    def title(self) -> str:
        from crm.exports.kinds import title_of

        return title_of(self.kind)

    @property
    def file_name(self) -> str:
        ending = "xlsx" if self.form == Form.XLSX else "csv"
        return f"{self.kind}-{self.made_at:%Y%m%d-%H%M}.{ending}"


class ExportPart(models.Model):
    """A piece of the file, sealed: files lie in the database, so that any machine can hand them out."""

    PERSONAL = {"content": "content"}

    run = models.ForeignKey(ExportRun, models.CASCADE, related_name="parts", db_index=False)
    position = models.PositiveIntegerField()
    content = EncryptedText()  # base64 of the compressed bytes

    class Meta:
        # reader: files.piece
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="export_part_once")]
