"""Mailboxes, the mail that came in, and the addresses that mail does not reach."""

import uuid

from django.db import models
from django.db.models import Q

from crm.privacy.fields import EncryptedText
from crm.states import guard
from service_desk.cases.terms import CaseKind
from service_desk.channels.mail.states import MOVES, Discarded, MailStatus, Reason

USER = "accounts.User"
CASE = "service_desk.Case"


class Strangers(models.TextChoices):
    """What happens to a mail of somebody whom nobody here knows."""

    PROSPECT = "prospect", "prospect"
    HOLD = "hold", "hold"


class MailboxRows(models.QuerySet):
    def visible_to(self, user):
        return self if user.unrestricted else self.filter(project__in=user.project_ids)


class Mailbox(models.Model):
    """One address of ours and where its mail is fetched; what it says becomes cases of its project."""

    PERSONAL = {"password": "staff", "username": "staff"}
    IMPERSONAL = {
        "code": "a name of our own",
        "address": "an address of our own",
        "host": "a server of our own",
        "folder": "the name of a folder",
        "last_error": "the kind of an error",
    }

    code = models.SlugField(max_length=40, unique=True)
    address = models.EmailField(unique=True)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    kind_of_owners = models.CharField(
        max_length=12, choices=CaseKind.choices, default=CaseKind.COMPLAINT, db_default=CaseKind.COMPLAINT
    )
    strangers = models.CharField(
        max_length=10, choices=Strangers.choices, default=Strangers.PROSPECT, db_default=Strangers.PROSPECT
    )
    host = models.CharField(max_length=200, blank=True)
    port = models.PositiveIntegerField(default=993)
    tls = models.BooleanField(default=True)
    username = EncryptedText(default="")
    password = EncryptedText(default="")
    folder = models.CharField(max_length=100, default="INBOX")
    is_open = models.BooleanField(default=True)
    confirms = models.BooleanField(default=True, db_default=True)
    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MailboxRows.as_manager()

    def __str__(self):
        return self.address


class IncomingMailRows(models.QuerySet):
    def visible_to(self, user):
        """The mail of the projects in the user's scope."""
        return self if user.unrestricted else self.filter(mailbox__project__in=user.project_ids)


class IncomingMail(models.Model):
    """One mail: kept as it came before anything else, then read, then placed. `digest` is of its bytes."""

    PERSONAL = {
        "digest": "index",
        "content_digest": "index",
        "sender_index": "index",
        "identifier": "reference",
        "files": "content",
    }
    IMPERSONAL = {"remarks": "how it had to be read", "failure": "the kind of an error"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="+", db_index=False)
    uid_validity = models.BigIntegerField(null=True)
    uid = models.BigIntegerField(null=True)
    digest = models.BinaryField(max_length=32)
    size = models.BigIntegerField()
    arrived_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=MailStatus.choices, default=MailStatus.STORED)
    reason = models.CharField(max_length=14, choices=Reason.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_until = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    identifier = models.CharField(max_length=400, blank=True)
    content_digest = models.BinaryField(max_length=32, null=True)
    sender = EncryptedText(default="")
    sender_name = EncryptedText(default="")
    sender_index = models.BinaryField(max_length=32, null=True)
    subject = EncryptedText(default="")
    words = EncryptedText(default="")
    folded = EncryptedText(default="")
    files = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    written_at = models.DateTimeField(null=True)

    case = models.ForeignKey(CASE, models.PROTECT, null=True, related_name="+", db_index=False)
    message = models.ForeignKey(
        "service_desk.CaseMessage", models.PROTECT, null=True, related_name="+", db_index=False
    )
    suggested = models.ForeignKey(CASE, models.SET_NULL, null=True, related_name="+", db_index=False)
    letter = models.UUIDField(null=True)
    repeats = models.ForeignKey("self", models.CASCADE, null=True, related_name="+", db_index=False)
    discarded_as = models.CharField(
        max_length=14, choices=Discarded.choices, blank=True, default="", db_default=""
    )
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)

    objects = IncomingMailRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "digest"], name="mail_once_by_its_bytes"),
            models.UniqueConstraint(
                fields=["mailbox", "uid_validity", "uid"],
                condition=Q(uid__isnull=False),
                name="mail_once_by_its_uid",
            ),
            models.CheckConstraint(
                condition=~Q(status="case") | Q(case__isnull=False), name="mail_that_is_a_case_names_it"
            ),
            models.CheckConstraint(
                condition=~Q(status="message") | Q(case__isnull=False, message__isnull=False),
                name="mail_on_a_case_names_its_words",
            ),
            models.CheckConstraint(
                condition=~Q(status="repeat") | Q(repeats__isnull=False), name="mail_repeated_names_the_first"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["held", "discarded"]) | ~Q(reason=""), name="mail_held_says_why"
            ),
        ]
        indexes = [
            # reader: the reading of what was stored, oldest first
            models.Index(fields=["id"], condition=Q(status="stored"), name="mail_to_read"),
            # reader: the quarantine and its counts, newest first
            models.Index(
                fields=["status", "-id"], condition=Q(status__in=["held", "discarded"]), name="mail_held"
            ),
            # reader: the fences, how much came from one sender lately; erasure
            models.Index(fields=["sender_index", "-arrived_at"], name="mail_of_sender"),
            # reader: the mail tab of a case; erasure
            models.Index(fields=["case", "id"], condition=Q(case__isnull=False), name="mail_of_case"),
            # reader: whether the same letter came before in other bytes
            models.Index(
                fields=["content_digest"],
                condition=Q(content_digest__isnull=False),
                name="mail_by_content",
            ),
        ]
        triggers = [guard("status", MOVES)]

    def __str__(self):
        return str(self.public_id)


class UnfetchedMail(models.Model):
    """A mail that its server did not give us though it gave us others: asked for again a few times, then set aside."""

    IMPERSONAL = {"failure": "the kind of an error"}

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="unfetched", db_index=False)
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    times = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField()
    failure = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "uid_validity", "uid"], name="unfetched_mail_once"),
        ]


class RawMailPart(models.Model):
    """A piece of a mail as it came: compressed, in base64, sealed. In pieces, so that keys can change row by row."""

    PERSONAL = {"content": "content"}

    mail = models.ForeignKey(IncomingMail, models.CASCADE, related_name="raw", db_index=False)
    position = models.PositiveIntegerField()
    content = EncryptedText()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "position"], name="mail_raw_part_once")]


class KnownReply(models.Model):
    """An address that a person has said may answer the letters of one case: the wife of the owner, his office."""

    PERSONAL = {"sender_index": "index"}

    case = models.ForeignKey(CASE, models.CASCADE, related_name="+", db_index=False)
    sender_index = models.BinaryField(max_length=32)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "sender_index"], name="known_reply_once")]


class UnreachedAddress(models.Model):
    """An address that mail was returned from for good: its person is told by telephone until he writes again."""

    PERSONAL = {"address_index": "index"}
    IMPERSONAL = {"code": "a status code of mail"}

    address_index = models.BinaryField(max_length=32, unique=True)
    code = models.CharField(max_length=12, blank=True)
    letter = models.UUIDField(null=True)
    since = models.DateTimeField()


class ChannelLimits(models.Model):
    """How much is let in before it is held back, and how long it is kept; the newest version holds."""

    version = models.PositiveIntegerField(unique=True)
    mails_an_hour = models.PositiveIntegerField(default=20)
    mails_to_a_case_an_hour = models.PositiveIntegerField(default=8)
    hours_between_answers = models.PositiveIntegerField(default=24)
    reports_an_hour = models.PositiveIntegerField(default=6)
    reports_a_day = models.PositiveIntegerField(default=12)
    confirmations_a_day = models.PositiveIntegerField(default=3, db_default=3)
    texts_an_hour = models.PositiveIntegerField(default=60, db_default=60)
    raw_days = models.PositiveIntegerField(default=365)
    discarded_days = models.PositiveIntegerField(default=30)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(null=True)
