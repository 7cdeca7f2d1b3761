"""The rules of the reply guard, and what became of what they found."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from service_desk.guidance.models.versions import USER, Versioned, version_constraints
from service_desk.guidance.terms import FindingKind, Form, Level, Mend, Outcome, Place, Tongue


class GuardRule(Versioned):
    """One version of one rule: what is looked for, why it is not said, and what is better said."""

    IMPERSONAL = {
        "patterns": "words that are looked for",
        "unless": "words that excuse them",
        "absent": "words that answer them",
        "reasons": "why something is not said",
        "betters": "what is better said",
        "title": "what the rule is called here",
    }

    title = models.CharField(max_length=120, blank=True)
    finding = models.CharField(max_length=16, choices=FindingKind.choices)
    level = models.CharField(max_length=8, choices=Level.choices)
    language = models.CharField(max_length=10, choices=Tongue.choices)
    form = models.CharField(max_length=6, choices=Form.choices, default=Form.WORDS)
    patterns = models.TextField()
    unless = models.TextField(blank=True)
    absent = models.TextField(blank=True)
    over_limit = models.BooleanField(default=False)
    denied_is_fine = models.BooleanField(default=False)
    mend = models.CharField(max_length=8, choices=Mend.choices, default=Mend.REPLACE)
    reasons = models.JSONField(default=dict, help_text="language code → why")
    betters = models.JSONField(default=dict, help_text="language code → what to say")

    class Meta:
        constraints = [
            *version_constraints("guard_rule"),
            models.CheckConstraint(condition=~Q(patterns=""), name="guard_rule_looks_for_something"),
        ]

    @property
    def label(self) -> str:
        """What pages call it: as it was named here, else by what it finds and where."""
        named = f"{self.get_finding_display()} · {self.get_language_display()}"
        return self.title or (_("How it sounds: %(what)s") % {"what": named} if self.is_a_guess else named)

    @property
    def is_a_guess(self) -> bool:
        """Whether it goes by how a sentence sounds, and not by its words."""
        return self.form == Form.SOUND


class GuardCatch(models.Model):
    """What one person did with one finding. The words themselves are kept nowhere but in the message, if it went."""

    PERSONAL = {"because": "content"}

    rule = models.ForeignKey(GuardRule, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("service_desk.Case", models.CASCADE, null=True, related_name="+", db_index=False)
    message = models.ForeignKey(
        "service_desk.CaseMessage", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    place = models.CharField(max_length=12, choices=Place.choices)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    because = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="guard_catch_newest"),  # reader: what was caught, newest
            models.Index(  # reader: counts by rule over a period
                fields=["rule", "outcome", "at"], name="guard_catch_of_rule"
            ),
            models.Index(  # reader: what goes with a case, when it is merged, exported or erased
                fields=["case"], condition=Q(case__isnull=False), name="guard_catch_of_case"
            ),
            models.Index(  # reader: the database itself, when a message goes
                fields=["message"], condition=Q(message__isnull=False), name="guard_catch_of_message"
            ),
        ]
