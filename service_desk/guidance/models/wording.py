"""Reply templates, how often they are used, and what a project's office is called and where it is."""

from django.db import models
from django.db.models import Q

from service_desk.guidance.models.versions import USER, Versioned, version_constraints


class ReplyTemplate(Versioned):
    """One version of a reply that is written often, in the languages it was written in."""

    IMPERSONAL = {
        "names": "what the template is called",
        "texts": "wordings of the house; names of people are filled in when it is used",
        "kinds": "kinds of cases",
        "subjects": "classes of cases",
        "stages": "statuses of cases",
    }

    names = models.JSONField(default=dict, help_text="language code → title")
    texts = models.JSONField(default=dict, help_text="language code → text with {variables}")
    kinds = models.JSONField(default=list, blank=True)
    subjects = models.JSONField(default=list, blank=True)
    stages = models.JSONField(default=list, blank=True)
    person = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [*version_constraints("reply_template")]
        indexes = [
            models.Index(  # reader: the picker: what is shared and what is one's own
                fields=["person", "code"], condition=Q(current=True), name="reply_template_picker"
            )
        ]


class TemplateUse(models.Model):
    """A template was put into a reply."""

    template = models.ForeignKey(ReplyTemplate, models.CASCADE, related_name="uses", db_index=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["template", "at"], name="template_use_counts"),  # reader: counts
        ]


class Office(models.Model):
    """Where the owners of a project find us: what replies name."""

    IMPERSONAL = {
        "names": "what the office is called",
        "addresses": "where the office is",
        "hours": "when it is open",
        "telephone": "the office's telephone",
    }

    project = models.OneToOneField("organisation.Project", models.CASCADE, related_name="+")
    names = models.JSONField(default=dict, help_text="language code → name")
    addresses = models.JSONField(default=dict, help_text="language code → address")
    hours = models.JSONField(default=dict, blank=True, help_text="language code → opening hours")
    telephone = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
