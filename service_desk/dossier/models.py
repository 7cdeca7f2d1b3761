"""Dossiers that were asked for, and their sealed pieces."""

import uuid

from django.db import models
from django.db.models import Q

from crm.privacy.fields import EncryptedText
from crm.states import guard

from .states import DOSSIER_MOVES, DossierStatus


class Dossier(models.Model):
    """One archive of one case: for whom it was made and why, by whom, and what its bytes are."""

    PERSONAL = {"because": "content"}
    IMPERSONAL = {"digest": "of the whole archive", "language": "in which it is written"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="dossiers")
    masked = models.BooleanField()
    because = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10)
    status = models.CharField(max_length=8, choices=DossierStatus.choices, default=DossierStatus.MAKING)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    has_pdf = models.BooleanField(default=False)  # no: made without, where no font has what stands in it

    class Meta:
        db_table = "service_desk_dossier"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(made_at__isnull=False, expires_at__isnull=False),
                name="dossier_ready_has_times",
            ),
            models.CheckConstraint(condition=Q(masked=True) | ~Q(because=""), name="dossier_whole_says_why"),
        ]
        indexes = [
            # reader: what is to be forgotten
            models.Index(fields=["expires_at"], condition=Q(status="ready"), name="dossier_expires"),
        ]
        triggers = [guard("status", DOSSIER_MOVES)]


class DossierPart(models.Model):
    """A piece of an archive, sealed."""

    PERSONAL = {"content": "content"}

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="parts", db_index=False)
    position = models.PositiveIntegerField()
    content = EncryptedText()  # base64

    class Meta:
        db_table = "service_desk_dossierpart"
        constraints = [
            # reader: the pieces of an archive in their order
            models.UniqueConstraint(fields=["dossier", "position"], name="dossierpart_once"),
        ]
