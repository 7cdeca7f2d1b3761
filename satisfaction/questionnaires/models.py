from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .wording import in_language


class Touchpoint(models.TextChoices):
    CASE = "case", _("after a case")
    FOLLOW_UP = "follow_up", _("after a follow-up")


class QuestionKind(models.TextChoices):
    FIVE_POINT = "five_point", _("five points")
    NPS = "nps", _("0 to 10")
    EFFORT = "effort", _("effort, 1 to 7")
    CHOICE = "choice", _("choice")
    TEXT = "text", _("own words")


class Questionnaire(models.Model):
    """One version of one questionnaire; a version that was sent is never edited."""

    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    names = models.JSONField(help_text="language code → title")
    touchpoint = models.CharField(max_length=20, choices=Touchpoint)
    active = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="questionnaire_version_once"),
            models.UniqueConstraint(
                fields=["touchpoint"],
                condition=Q(active=True),
                name="questionnaire_one_active_per_touchpoint",
            ),
        ]

    def __str__(self):
        return f"{self.code} v{self.version}"

    @property
    def label(self):
        return in_language(self.names)


class Question(models.Model):
    """One question. Option ids are stable across versions and languages; only wording changes."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=12, choices=QuestionKind)
    dimension = models.SlugField(max_length=40)
    names = models.JSONField(help_text="language code → the question")
    options = models.JSONField(default=list, blank=True, help_text='[{"id": …, "names": {…}}]')
    position = models.PositiveSmallIntegerField()
    screen = models.PositiveSmallIntegerField(help_text="questions of one screen are shown together")
    required = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "code"], name="question_code_once"),
            models.UniqueConstraint(fields=["questionnaire", "position"], name="question_position_once"),
        ]

    def __str__(self):
        return f"{self.questionnaire_id}/{self.code}"

    @property
    def label(self):
        return in_language(self.names)

    @property
    def option_ids(self):
        return [option["id"] for option in self.options]

    def worded_options(self):
        """The options with their wording in the language of the moment."""
        return [{"id": option["id"], "label": in_language(option["names"])} for option in self.options]
