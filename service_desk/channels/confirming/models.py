"""Who was told that his words arrived, and which projects tell nobody."""

from django.db import models

USER = "accounts.User"


class Confirmation(models.Model):
    """One case whose writer was told at once. The index tells how often one address was told; it names nobody."""

    PERSONAL = {"address_index": "index"}
    IMPERSONAL = {"channel": "a channel's name"}

    case = models.OneToOneField("service_desk.Case", models.CASCADE, related_name="confirmation")
    address_index = models.BinaryField(max_length=32)
    channel = models.CharField(max_length=8)
    letter = models.UUIDField()
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [
            # reader: how often one address was told lately
            models.Index(fields=["address_index", "-sent_at"], name="confirmation_of_address"),
            # reader: how many text messages the house sent lately
            models.Index(fields=["channel", "-sent_at"], name="confirmation_by_channel"),
        ]


class ConfirmingRule(models.Model):
    """By which ways a project confirms what came by the public form; the newest version holds."""

    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    by_mail = models.BooleanField(default=True)
    by_sms = models.BooleanField(default=True)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="confirming_rule_once")]
