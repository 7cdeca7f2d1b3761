"""What people asked about their own data, and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from crm.states import guard

from .states import EXPORT_MOVES, MOVES, Confirmed, ErasureStatus, ExportStatus


class PersonExport(models.Model):
    """Everything the house holds of one person, as an archive for him; sealed on disk and kept for some days."""

    PERSONAL = {"because": "content", "handed_to": "content"}
    IMPERSONAL = {"file": "a name made of random signs"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=8, choices=ExportStatus.choices, default=ExportStatus.MAKING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    because = models.CharField(max_length=200)
    job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, related_name="+", db_index=False)
    file = models.CharField(max_length=60, blank=True)
    row_count = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    handed_to = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "owners_personexport"
        indexes = [
            # reader: the page of exports and erasures, newest first
            models.Index(fields=["-asked_at", "-id"], name="personexport_newest"),
            # reader: what was asked about one owner
            models.Index(fields=["owner", "-asked_at"], name="personexport_of_owner"),
            # reader: forget, the archives whose time is over
            models.Index(
                fields=["expires_at"], name="personexport_expiring", condition=Q(status=ExportStatus.READY)
            ),
        ]
        triggers = [guard("status", EXPORT_MOVES)]


class Erasure(models.Model):
    """The wish of one person to be forgotten: asked for, looked at, confirmed by another, carried out."""

    PERSONAL = {"because": "content"}
    IMPERSONAL = {
        "counts": "numbers of rows by table",
        "kept": "numbers of rows and the duty that keeps them",
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=12, choices=ErasureStatus.choices, default=ErasureStatus.REQUESTED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    because = models.CharField(max_length=200)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    confirmed_how = models.CharField(max_length=8, choices=Confirmed.choices, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    kept = models.JSONField(default=list)
    swept_at = models.DateTimeField(null=True)  # when the dead rows left the files of the database

    class Meta:
        db_table = "owners_erasure"
        indexes = [
            # reader: the page of exports and erasures, newest first
            models.Index(fields=["-asked_at", "-id"], name="erasure_newest"),
            # reader: sweep_erased, what has been carried out and not swept yet
            models.Index(
                fields=["ended_at"],
                name="erasure_unswept",
                condition=Q(status=ErasureStatus.CARRIED_OUT, swept_at=None),
            ),
        ]
        constraints = [
            # reader: request_erasure, one open wish for each person
            models.UniqueConstraint(
                fields=["owner"], name="erasure_open_once", condition=Q(status=ErasureStatus.REQUESTED)
            ),
            models.CheckConstraint(
                condition=Q(status=ErasureStatus.REQUESTED, ended_at=None)
                | (~Q(status=ErasureStatus.REQUESTED) & Q(ended_at__isnull=False)),
                name="erasure_ended_at",
            ),
            models.CheckConstraint(
                condition=~Q(status=ErasureStatus.CARRIED_OUT)
                | (Q(confirmed_by__isnull=False) & ~Q(confirmed_how="")),
                name="erasure_is_confirmed",
            ),
        ]
        triggers = [guard("status", MOVES)]


class LegalHold(models.Model):
    """Nothing of this person may be erased while a dispute or an inquiry asks for it."""

    PERSONAL = {"because": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+", db_index=False)
    because = models.CharField(max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "owners_legalhold"
        constraints = [
            # reader: the check before an erasure
            models.UniqueConstraint(
                fields=["owner"], name="legalhold_open_once", condition=Q(lifted_at=None)
            ),
        ]
        indexes = [
            # reader: the page about one person's data
            models.Index(fields=["owner", "-set_at"], name="legalhold_of_owner"),
        ]


class ConsentLink(models.Model):
    """A link by which one person sees and changes on his phone what he has agreed to. Only its hash is kept."""

    IMPERSONAL = {"token_hash": "the hash of a random token"}

    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+", db_index=False)
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "owners_consentlink"
        indexes = [
            # reader: the links of an owner that a new one replaces
            models.Index(fields=["owner", "-made_at"], name="consentlink_of_owner"),
        ]
