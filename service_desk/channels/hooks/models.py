"""Endpoints, their secrets and what was delivered to them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.privacy.fields import EncryptedText
from service_desk.cases.terms import CaseKind, Channel

USER = "accounts.User"


class Sort(models.TextChoices):
    SIGNED = "signed", _("signed webhook")
    WECOM = "wecom", _("WeCom")


class EndpointRows(models.QuerySet):
    def visible_to(self, user):
        return self if user.unrestricted else self.filter(project__in=user.project_ids)


class HookEndpoint(models.Model):
    """One address that another system writes to; what it says becomes cases of its project."""

    PERSONAL = {"token": "staff", "aes_key": "staff", "app_secret": "staff"}
    IMPERSONAL = {
        "code": "a name of our own",
        "name": "a name of our own",
        "company": "the id of our own company",
        "agent": "the id of our own app",
    }

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    sort = models.CharField(max_length=8, choices=Sort.choices)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    kind = models.CharField(max_length=12, choices=CaseKind.choices)
    language = models.CharField(max_length=10)
    is_open = models.BooleanField(default=True)
    company = models.CharField(max_length=80, blank=True)
    token = EncryptedText(default="")
    aes_key = EncryptedText(default="")
    agent = models.CharField(max_length=20, blank=True, default="", db_default="")
    app_secret = EncryptedText(default="")
    made_at = models.DateTimeField()

    objects = EndpointRows.as_manager()

    def __str__(self):
        return self.code


class HookSecret(models.Model):
    """A secret shared with whoever writes to an endpoint. Two hold side by side while one takes the other's place."""

    endpoint = models.ForeignKey(HookEndpoint, models.CASCADE, related_name="secrets", db_index=False)
    version = models.PositiveIntegerField()
    secret = EncryptedText()
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    holds_until = models.DateTimeField(null=True)

    PERSONAL = {"secret": "staff"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "version"], name="hook_secret_once")]


class Outcome(models.TextChoices):
    CASE = "case", _("became a case")
    MESSAGE = "message", _("went to a case")
    NOTHING = "nothing", _("said nothing to keep")
    REFUSED = "refused", pgettext_lazy("refusal", "refused")


class HookDelivery(models.Model):
    """One delivery and what became of it. Of what was refused nothing is kept but that it was."""

    PERSONAL = {"sender_index": "index", "event_id": "reference"}
    IMPERSONAL = {"because": "the code of a refusal"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.ForeignKey(HookEndpoint, models.CASCADE, related_name="deliveries", db_index=False)
    event_id = models.CharField(max_length=120)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    because = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField(default=0)
    times = models.PositiveIntegerField(default=1)
    sender_index = models.BinaryField(max_length=32, null=True)
    case = models.ForeignKey("service_desk.Case", models.PROTECT, null=True, related_name="+", db_index=False)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event_id"],
                condition=~Q(outcome="refused"),
                name="hook_event_once",
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="hook_log"),  # reader: the log of an endpoint
            models.Index(  # reader: the last case of whoever wrote
                fields=["sender_index", "-id"],
                condition=Q(sender_index__isnull=False),
                name="hook_of_sender",
            ),
            models.Index(  # reader: erasure
                fields=["case"], condition=Q(case__isnull=False), name="hook_of_case"
            ),
        ]


class WecomContact(models.Model):
    """Somebody who wrote to us in WeCom, as WeCom calls him: what he is answered by."""

    PERSONAL = {"sender_index": "index", "address": "contact"}
    IMPERSONAL = {"account": "the id of our own service account"}

    endpoint = models.ForeignKey(HookEndpoint, models.CASCADE, related_name="+", db_index=False)
    sender_index = models.BinaryField(max_length=32, unique=True)
    address = EncryptedText()
    account = models.CharField(max_length=80, blank=True)
    heard_at = models.DateTimeField()


class WecomMedia(models.Model):
    """A picture, a voice message or a file that somebody sent in WeCom, from when it was told until it is here."""

    PERSONAL = {"media": "reference", "name": "content"}
    IMPERSONAL = {"kind": "a word of WeCom's", "failure": "the kind of an error"}

    delivery = models.OneToOneField(HookDelivery, models.CASCADE, related_name="media")
    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="+", db_index=False)
    media = models.CharField(max_length=400)
    kind = models.CharField(max_length=10)
    name = EncryptedText(default="")
    came_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_until = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # reader: the fetching of what waits, oldest first
            models.Index(fields=["id"], condition=Q(settled_at=None), name="wecom_media_waiting"),
            models.Index(fields=["case"], name="wecom_media_of_case"),  # reader: erasure
        ]


class WecomAccount(models.Model):
    """A customer-service account of WeCom: how far its messages have been fetched, and whether there are more.

    `told` counts how often WeCom said that there is something, `heard` up to which of these all was fetched.
    """

    PERSONAL = {"token": "staff"}
    IMPERSONAL = {
        "account": "the id of our own service account",
        "cursor": "a place in WeCom's queue",
        "failure": "the kind of an error",
    }

    endpoint = models.ForeignKey(HookEndpoint, models.CASCADE, related_name="accounts", db_index=False)
    account = models.CharField(max_length=80)
    cursor = models.CharField(max_length=200, blank=True)
    token = EncryptedText(default="")  # WeCom's, good for ten minutes: with it the asking is not slowed down
    told = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    taken_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "account"], name="wecom_account_once")]
        indexes = [
            # reader: the fetching of what waits
            models.Index(fields=["id"], condition=Q(told__gt=models.F("heard")), name="wecom_account_told"),
        ]


class WecomAside(models.Model):
    """A fetched message that could not be put on a case: set aside, so that it holds up no other and is not lost."""

    PERSONAL = {"sender_index": "index", "said": "content", "event_id": "reference"}
    IMPERSONAL = {"failure": "the kind of an error"}

    endpoint = models.ForeignKey(HookEndpoint, models.CASCADE, related_name="aside", db_index=False)
    event_id = models.CharField(max_length=120)
    sender_index = models.BinaryField(max_length=32, null=True)
    said = EncryptedText()  # json: the message as WeCom told it
    failure = models.CharField(max_length=200)
    times = models.PositiveSmallIntegerField(default=1)
    came_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "event_id"], name="wecom_aside_once")]
        indexes = [
            # reader: the page of the endpoint
            models.Index(fields=["endpoint", "-id"], name="wecom_aside_newest"),
            # reader: erasure
            models.Index(
                fields=["sender_index"], condition=Q(sender_index__isnull=False), name="wecom_aside_of"
            ),
        ]
