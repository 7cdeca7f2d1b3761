"""Owners and the projects they belong to."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q

from crm.accounts.permissions import projects_for
from crm.privacy.fields import EncryptedText
from crm.text.indexes import BigramIndex
from crm.text.letters import Letters
from owners.contracts.rules import Verdict
from owners.contracts.states import Stage

from .choices import (
    Channel,
    Education,
    Gender,
    Hours,
    Housing,
    IdentityKind,
    IncomeBand,
    Kinship,
    Manner,
    OwnerKind,
    SensitiveTrade,
    Source,
)
from .sounds import LatinWords, initials, sounds


class Household(models.Model):
    """People who share a home or a purse: owners, and kin who own nothing."""

    label = models.CharField(max_length=80)
    size = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    PERSONAL = {"label": "profile", "size": "profile"}

    class Meta:
        db_table = "owners_household"


class Kin(models.Model):
    """Somebody of a household who owns nothing and is no owner of ours: a child, a parent, who keeps house."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="kin")
    name = models.CharField(max_length=120)
    kinship = models.CharField(max_length=12, choices=Kinship.choices)
    birth_date = models.DateField(null=True, blank=True)
    remark = models.CharField(max_length=200, default="", blank=True)
    created_at = models.DateTimeField()

    PERSONAL = {"name": "name", "kinship": "profile", "birth_date": "identity", "remark": "content"}

    class Meta:
        db_table = "owners_kin"

    def __str__(self):
        return str(self.public_id)


class OwnerQuerySet(models.QuerySet):
    def visible_to(self, user, to="owners.view"):
        """Owners of a project in which the user may do `to`; an owner of no project is the machine's.

        Somebody merged into another is seen there, not here.
        """
        there = self.filter(merged_into=None)
        if user.unrestricted:
            return there
        mine = OwnerProject.objects.filter(owner=OuterRef("pk"), project__in=projects_for(user, to))
        return there.filter(Exists(mine))


class Owner(models.Model):
    """A person or company that bought, is about to buy, or lives in one of our homes."""

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=OwnerKind.choices)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=240)
    search_text = models.TextField(default="")
    # kept by the database from the two above, whoever writes: the sound in one word, and its first letters
    name_sound = models.GeneratedField(
        expression=Letters(sounds()), output_field=models.TextField(), db_persist=True
    )
    name_initials = models.GeneratedField(
        expression=initials(), output_field=models.TextField(), db_persist=True
    )

    phone = EncryptedText(null=True, blank=True)
    phone_index = models.BinaryField(max_length=32, null=True)
    phone_last4 = models.CharField(max_length=4, default="", blank=True)
    email = EncryptedText(null=True, blank=True)
    email_index = models.BinaryField(max_length=32, null=True)
    identity_kind = models.CharField(max_length=10, choices=IdentityKind.choices, default="", blank=True)
    identity = EncryptedText(null=True, blank=True)
    identity_index = models.BinaryField(max_length=32, null=True)
    postal_address = EncryptedText(null=True, blank=True)
    postal_address_index = models.BinaryField(max_length=32, null=True)

    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    preferred_channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.PHONE)
    hours = models.CharField(max_length=10, choices=Hours.choices, default=Hours.ANY)
    do_not_call = models.BooleanField(default=False, db_default=False)
    manner = models.CharField(max_length=10, choices=Manner.choices, default="", blank=True)
    sensitive_trade = models.CharField(max_length=20, choices=SensitiveTrade.choices, default="", blank=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="managed_owners",
    )

    birth_date = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=6, choices=Gender.choices, default="", blank=True)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )
    kinship = models.CharField(max_length=12, choices=Kinship.choices, default="", db_default="", blank=True)
    income_band = models.CharField(max_length=12, choices=IncomeBand.choices, default="", blank=True)
    housing = models.CharField(max_length=12, choices=Housing.choices, default="", blank=True)
    education = models.CharField(max_length=12, choices=Education.choices, default="", blank=True)
    occupation = models.CharField(max_length=80, default="", blank=True)
    activities = models.CharField(max_length=200, default="", blank=True)

    # worked out from facts by the contracts room, kept so that a million owners can be asked by it
    stage = models.CharField(max_length=14, choices=Stage.choices, default=Stage.LEAD)
    stage_fact = models.CharField(max_length=12, default="known")
    stage_on = models.DateField(null=True)
    stage_until = models.DateField(null=True)  # the day on which time alone may change it

    # worked out from the profile by the people room: how many per cent of what helps to serve is known
    completeness = models.PositiveSmallIntegerField(default=0)

    # a merged owner stays as a signpost to the one who was kept; an erased one as a pseudonym
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    known_since = models.DateField()
    source = models.CharField(max_length=10, choices=Source.choices, default="", blank=True)
    external_ref = models.CharField(max_length=80, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = OwnerQuerySet.as_manager()

    PERSONAL = {
        "name": "name",
        "name_key": "name",
        "search_text": "name",
        "name_sound": "name",
        "name_initials": "name",
        "phone": "contact",
        "phone_index": "index",
        "phone_last4": "contact",
        "email": "contact",
        "email_index": "index",
        "identity": "identity",
        "identity_index": "index",
        "postal_address": "contact",
        "postal_address_index": "index",
        "preferred_channel": "profile",
        "hours": "profile",
        "do_not_call": "profile",
        "manner": "sensitive",
        "sensitive_trade": "sensitive",
        "birth_date": "identity",
        "gender": "profile",
        "household": "reference",
        "kinship": "profile",
        "income_band": "sensitive",
        "housing": "profile",
        "education": "profile",
        "occupation": "profile",
        "activities": "profile",
        "external_ref": "reference",
        "merged_into": "reference",
    }
    IMPERSONAL = {"stage_fact": "the name of a fact"}

    class Meta:
        db_table = "owners_owner"
        indexes = [
            # reader: the owners list, in the order of names, and its keyset pages
            models.Index(fields=["name_key", "id"], name="owner_list_by_name"),
            # reader: the API list and "newest first", by keyset
            models.Index(fields=["-created_at", "-id"], name="owner_list_newest"),
            # reader: find_owners by the last four digits somebody reads out
            models.Index(fields=["phone_last4"], name="owner_by_last4", condition=~Q(phone_last4="")),
            # reader: find_owners by a whole e-mail address
            models.Index(
                fields=["email_index"], name="owner_by_email", condition=Q(email_index__isnull=False)
            ),
            # reader: find_owners by a whole postal address
            models.Index(
                fields=["postal_address_index"],
                name="owner_by_address",
                condition=Q(postal_address_index__isnull=False),
            ),
            # reader: "my owners" of a relationship manager
            models.Index(
                fields=["manager", "name_key"],
                name="owner_by_manager",
                condition=Q(manager__isnull=False),
            ),
            # reader: the owners list and segments by stage
            models.Index(fields=["stage", "name_key", "id"], name="owner_by_stage"),
            # reader: the API list of one stage, newest first, by keyset
            models.Index(fields=["stage", "-id"], name="owner_by_stage_newest"),
            # reader: the owners list, whose profile wants most first
            models.Index(fields=["completeness", "name_key", "id"], name="owner_by_completeness"),
            # reader: turn_stages, which looks every day for those whom time has moved on
            models.Index(
                fields=["stage_until"], name="owner_stage_due", condition=Q(stage_until__isnull=False)
            ),
            # reader: the card of an owner who was merged, and the undoing of a merge
            models.Index(
                fields=["merged_into"], name="owner_merged_into", condition=Q(merged_into__isnull=False)
            ),
            # reader: find_owners by sound, whole, from its beginning, and near it
            models.Index(
                fields=["name_sound", "id"],
                name="owner_by_sound",
                opclasses=["text_pattern_ops", "int8_ops"],
            ),
            # reader: find_owners by initials
            models.Index(fields=["name_initials", "id"], name="owner_by_initials"),
            # reader: find_owners near one of the words of a name in Latin letters
            GinIndex(LatinWords(sounds()), name="owner_by_word", condition=Q(name__contains=" ")),
            # reader: segments, which count by any mixture of these without opening the rows
            models.Index(
                fields=["id"],
                include=[
                    "stage",
                    "kind",
                    "gender",
                    "birth_date",
                    "language",
                    "preferred_channel",
                    "hours",
                    "housing",
                    "education",
                    "income_band",
                    "manner",
                    "sensitive_trade",
                    "manager",
                    "source",
                    "known_since",
                    "completeness",
                    "stage_on",
                    "stage_until",
                ],
                name="owner_segments",
                condition=Q(merged_into=None, erased_at=None),
            ),
            # reader: find_owners by any part of a name or its sound, in either script
            BigramIndex("search_text", name="owner_search"),
        ]
        constraints = [
            # reader: duplicate check of add_owner and the imports, find_owners by whole phone
            models.UniqueConstraint(
                fields=["phone_index"],
                name="owner_phone_once",
                condition=Q(phone_index__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["identity_index"],
                name="owner_identity_once",
                condition=Q(identity_index__isnull=False),
            ),
            # reader: repeatable imports
            models.UniqueConstraint(
                fields=["source", "external_ref"],
                name="owner_external_ref_once",
                condition=Q(external_ref__isnull=False),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="owner_has_name"),
            models.CheckConstraint(
                condition=Q(phone_index__isnull=False) | Q(phone_last4=""),
                name="owner_last4_only_with_phone",
            ),
            models.CheckConstraint(condition=Q(kind__in=OwnerKind.values), name="owner_kind_is_known"),
        ]

    def __str__(self):
        return self.number

    @property
    def verdict(self) -> Verdict:
        """The stage of his life with us and the fact that decides it, as they are kept."""
        return Verdict(Stage(self.stage), self.stage_fact, self.stage_on or self.known_since)


class OwnerProject(models.Model):
    """An owner belongs to a project: by purchase, ownership, visit, or because he was added there.

    Rows are only ever added by services; `visible_to` reads them on every list.
    """

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="scopes")
    project = models.ForeignKey("organisation.Project", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()

    class Meta:
        db_table = "owners_ownerproject"
        constraints = [
            # reader: visible_to, from the owner to the project
            models.UniqueConstraint(fields=["owner", "project"], name="ownerproject_once"),
        ]
        indexes = [
            # reader: visible_to, from the project to its owners
            models.Index(fields=["project", "owner"], name="ownerproject_by_project"),
        ]
