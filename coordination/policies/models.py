import pgtrigger
from django.db import models


class PolicyVersion(models.Model):
    """One version of the policy. A decision names the version it was made by."""

    version = models.PositiveIntegerField(unique=True)
    rules = models.JSONField(help_text="the fields of rules.Policy")
    because = models.TextField()
    active_from = models.DateTimeField()
    written_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"v{self.version}"
