from django.db import models


class Strength(models.Model):
    """What a person of the desk is good at: a subject class, a language, or both."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    subject = models.CharField(max_length=80, blank=True, help_text="first level of the subject's code")
    language = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "subject", "language"], name="strength_once"),
            models.CheckConstraint(
                condition=~models.Q(subject="", language=""), name="strength_says_something"
            ),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.subject} {self.language}".strip()
