import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from crm.imports.models import Kind, RunRows
from crm.privacy.fields import EncryptedText


class ImportDraft(models.Model):
    """An uploaded file whose columns are being given their fields; its pieces lie sealed until it is taken on."""

    PERSONAL = {"sample": "content"}
    IMPERSONAL = {
        "file_name": "as the file was called",
        "sheet": "the name of a sheet",
        "columns": "headings of the file",
        "mapping_name": "the name of a mapping",
        "mapping": "names of columns and fields",
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    project = models.ForeignKey(
        "organisation.Project", models.PROTECT, null=True, related_name="+", db_index=False
    )
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    encoding = models.CharField(max_length=20, blank=True)  # what it is read in; empty for a spreadsheet
    encoding_found = models.CharField(max_length=20, blank=True)
    header_rows = models.PositiveSmallIntegerField(default=1)
    sheet = models.CharField(max_length=80, blank=True)
    columns = models.JSONField(default=list)
    sample = EncryptedText(null=True)  # the first rows, as JSON
    mapping_name = models.CharField(max_length=80, blank=True)
    mapping = models.JSONField(default=dict)
    part_count = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    run = models.ForeignKey("imports.ImportRun", models.CASCADE, null=True, related_name="+", db_index=False)

    objects = RunRows.as_manager()

    class Meta:
        indexes = [
            # reader: the files one has begun with, on the import page
            models.Index(fields=["made_by", "-made_at"], name="import_draft_of_user"),
            # reader: guide.services.forget
            models.Index(fields=["made_at"], name="import_draft_kept", condition=Q(part_count__gt=0)),
        ]


class DraftPart(models.Model):
    """A piece of a draft's file."""

    PERSONAL = {"content": "content"}

    draft = models.ForeignKey(ImportDraft, models.CASCADE, related_name="parts", db_index=False)
    position = models.PositiveIntegerField()
    content = EncryptedText()  # base64 of the compressed bytes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "position"], name="import_draft_part_once")]


class SavedMappingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and what others share."""
        return self.filter(Q(made_by=user) | Q(shared=True))


class SavedMapping(models.Model):
    """Which column is what, kept under a name for the next file of the same sort."""

    IMPERSONAL = {"name": "the name of a mapping", "content": "names of columns and fields"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=80)
    content = models.JSONField()
    shared = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = SavedMappingQuerySet.as_manager()

    class Meta:
        constraints = [
            # reader: the list of one's own mappings
            models.UniqueConstraint(fields=["made_by", "kind", "name"], name="import_mapping_name_once"),
        ]
        indexes = [
            # reader: what others share
            models.Index(fields=["kind"], name="import_mapping_shared", condition=Q(shared=True)),
        ]
