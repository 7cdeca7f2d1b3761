from django.db import models


class AuditEntry(models.Model):
    """One change by one actor to one subject. Append-only: a trigger refuses every other statement.

    `before` and `after` hold references, states and digests, never personal data in clear, so that an erasure
    elsewhere breaks no link of the chain.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    subject_label = models.CharField(max_length=80, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    because = models.TextField(blank=True)

    class Meta:
        indexes = [
            # reader: the audit page, newest first
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            # reader: the audit page by actor
            models.Index(fields=["actor", "-at", "-id"], name="audit_by_actor"),
            # reader: the audit page by verb
            models.Index(fields=["verb", "-at", "-id"], name="audit_by_verb"),
            # reader: everything about one thing, on the audit page and in a dossier
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_by_subject"),
            # reader: the audit page by public number
            models.Index(fields=["subject_label", "-at"], name="audit_by_label"),
        ]


class AuditTurn(models.Model):
    """An entry of a transaction that is just committing; it waits here for its place in the chain.

    Nothing outside a COMMIT ever sees a row of it. Why there are two steps is told in `chain.py`.
    """

    entry = models.OneToOneField(AuditEntry, models.DO_NOTHING, primary_key=True, db_constraint=False)


class AuditLink(models.Model):
    """An entry's place in the chain: its number, the digest before it, and the digest over both."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.DO_NOTHING, related_name="link", db_constraint=False)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)


class AuditRedaction(models.Model):
    """The words of an entry were emptied because the person they spoke of was erased.

    What is left of the entry is proved by `digest`, which an entry of its own holds in the chain; the link
    itself stays as it was, so that the chain before and after goes on being proved.
    """

    entry = models.OneToOneField(
        AuditEntry, models.DO_NOTHING, related_name="redaction", db_constraint=False, primary_key=True
    )
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()


class AuditAnchor(models.Model):
    """A signed statement that the chain once reached this link; the same line is kept outside the database."""

    seq = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    signature = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seq"], name="audit_anchor_once")
        ]  # reader: verify, by seq
