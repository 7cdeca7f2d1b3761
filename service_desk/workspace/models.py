"""Own views of the queue, tags, and what was done to several cases at once."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.accounts.models import UserProject
from crm.privacy.fields import EncryptedText

USER = "accounts.User"


class SavedViewRows(models.QuerySet):
    def there(self):
        """Those that nobody has thrown away."""
        return self.filter(deleted_at=None)

    def visible_to(self, user):
        """One's own, and those that a colleague of one of one's projects shares."""
        if user.unrestricted:
            return self
        together = UserProject.objects.filter(user=OuterRef("owned_by"), project__in=user.project_ids)
        return self.filter(Q(owned_by=user) | Q(Q(shared=True) & Exists(together)))


class SavedView(models.Model):
    """A view of the queue under a name of one's own: a standing view, narrowed, with its columns and its order.

    Thrown away it is kept for a while, so that it can be taken back.
    """

    IMPERSONAL = {
        "name": "the name of a list, written by staff",
        "view": "the key of a standing view",
        "filters": "codes, states and dates; what names a person is not kept",
        "columns": "keys of columns",
        "sort": "the key of an order",
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    owned_by = models.ForeignKey(USER, models.CASCADE, related_name="+", db_index=False)
    shared = models.BooleanField(default=False)
    view = models.CharField(max_length=40)
    filters = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    sort = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    objects = SavedViewRows.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="savedview_has_name"),
            models.UniqueConstraint(  # reader: one's own views
                "owned_by", Lower("name"), condition=Q(deleted_at=None), name="savedview_name_once"
            ),
        ]
        indexes = [
            models.Index(  # reader: the views that colleagues share
                fields=["name", "id"], condition=Q(shared=True, deleted_at=None), name="savedview_shared"
            ),
            models.Index(  # reader: forget, what was thrown away long ago
                fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="savedview_deleted"
            ),
        ]

    def __str__(self):
        return self.name


class Tag(models.Model):
    """A word that the desk puts on cases, so that they are found together. The same for the whole house."""

    IMPERSONAL = {"name": "a word for a group of cases, written by staff"}

    name = models.CharField(max_length=40)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="tag_has_name"),
            # reader: the tag of this name, however it is written
            models.UniqueConstraint(Lower("name"), name="tag_name_once"),
        ]

    def __str__(self):
        return self.name


class CaseTag(models.Model):
    """A tag on a case."""

    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="tags", db_index=False)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # reader: the tags of a page of cases
            models.UniqueConstraint(fields=["case", "tag"], name="casetag_once"),
        ]
        indexes = [
            models.Index(fields=["tag", "case"], name="casetag_cases"),  # reader: the queue, by tag
        ]


class Together(models.TextChoices):
    """What is done to several cases at once."""

    ASSIGN = "assign", _("give to a colleague")
    TAG = "tag", _("put a tag on")
    UNTAG = "untag", _("take a tag off")
    REPLY = "reply", _("write to the owners")
    TAKE = "take", _("take over what was asked of me")


class Outcome(models.TextChoices):
    DONE = "done", _("done")
    ASKED = "asked", _("asked to take it over")
    SAME = "same", _("was so already")
    REFUSED = "refused", pgettext_lazy("refusal", "refused")


class BulkRun(models.Model):
    """One deed on several cases: who, what, and the job that does it where there are many."""

    PERSONAL = {"because": "content", "body": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deed = models.CharField(max_length=10, choices=Together.choices)
    actor = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, models.PROTECT, null=True, related_name="+", db_index=False)
    because = models.CharField(max_length=200, blank=True)
    body = EncryptedText(null=True, blank=True)  # of a reply; forgotten once all are written
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+", db_index=False)
    total = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(deed="assign") | Q(to__isnull=False) | Q(undoes__isnull=False),
                name="bulkrun_assign_names_whom",
            ),
            models.CheckConstraint(
                condition=~Q(deed__in=["tag", "untag"]) | Q(tag__isnull=False), name="bulkrun_tag_names_which"
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "-at"], name="bulkrun_of_actor"),  # reader: one's last deeds
        ]


class BulkItem(models.Model):
    """What became of one case of a deed, and how it stood before."""

    IMPERSONAL = {"why": "the sentence of a refusal", "before": "ids"}

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="items", db_index=False)
    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="+", db_index=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    why = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)

    class Meta:
        constraints = [
            # reader: the cases of a deed
            models.UniqueConstraint(fields=["run", "case"], name="bulkitem_once"),
        ]
