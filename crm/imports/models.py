import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.accounts.permissions import projects_for
from crm.privacy.fields import EncryptedText


class Kind(models.TextChoices):
    """What can be imported. The room that takes the rows is named in `settings.IMPORT_KINDS`."""

    HOMES = "homes", _("homes")
    OWNERS = "owners", _("owners")
    PURCHASES = "purchases", _("purchases")
    CASES = "cases", _("complaints")


class RunRows(models.QuerySet):
    def visible_to(self, user):
        """One's own runs, in places where one may still import; a run may hold anything a file holds."""
        if user.unrestricted:
            return self
        places = projects_for(user, "imports.run")
        return self.filter(models.Q(project=None) | models.Q(project__in=places), made_by=user)


class ImportRun(models.Model):
    """One file with the mapping it is read by. Its rows wait in parts until the real run has taken them."""

    IMPERSONAL = {
        "mapping": "names of columns and fields",
        "columns": "headings of the file",
        "file_name": "as the file was called",
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    mapping_name = models.CharField(max_length=80)
    mapping = models.JSONField()
    source = models.CharField(max_length=20)
    project = models.ForeignKey(
        "organisation.Project", models.PROTECT, null=True, related_name="+", db_index=False
    )
    file_name = models.CharField(max_length=200)
    encoding = models.CharField(max_length=20, blank=True)
    columns = models.JSONField()
    row_count = models.PositiveIntegerField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    dry_job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, related_name="+", db_index=False)
    job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, related_name="+", db_index=False)
    undo_job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, related_name="+", db_index=False)

    objects = RunRows.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["made_by", "-made_at"], name="import_run_of_user"
            ),  # reader: the import page
        ]


class ImportPart(models.Model):
    """Some hundred rows of a run: a chunk of its job, with what became of them, dry and in earnest.

    `made_keys` remembers what was made of its rows, keys by model, so that it can be undone.
    """

    PERSONAL = {"rows": "content", "refused": "content", "dry_refused": "content"}
    IMPERSONAL = {"made_keys": "keys of rows by model"}

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="parts", db_index=False)
    position = models.PositiveIntegerField()
    rows = EncryptedText(null=True)
    made = models.PositiveIntegerField(null=True)
    known = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    refused = EncryptedText(null=True)
    made_keys = models.JSONField(default=dict)
    undone = models.PositiveIntegerField(null=True)
    dry_made = models.PositiveIntegerField(null=True)
    dry_known = models.PositiveIntegerField(default=0)
    dry_refused_count = models.PositiveIntegerField(default=0)
    dry_refused = EncryptedText(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="import_part_once")]


class ImportedRow(models.Model):
    """A row that was taken, by its reference in its source: what makes an import repeatable.

    `facts` keeps what the source itself said about the thing, each different saying once: whether it was on time
    there, what class it had there. `subject` is the public number of what was made of it.
    """

    PERSONAL = {"facts": "content"}

    kind = models.CharField(max_length=12, choices=Kind.choices)
    source = models.CharField(max_length=20)
    external_ref = models.CharField(max_length=80)
    subject = models.CharField(max_length=40)
    made = models.BooleanField(default=True)  # by this row, or here before it
    facts = models.JSONField(default=list)
    run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # reader: every import, before it takes a row
            models.UniqueConstraint(fields=["kind", "source", "external_ref"], name="imported_row_once"),
        ]
        indexes = [
            models.Index(
                fields=["kind", "subject"], name="imported_row_subject"
            ),  # reader: the case page's side
        ]


import crm.imports.guide.models  # noqa: E402, F401  a room of this app with tables of its own
