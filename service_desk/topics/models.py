"""Topics as a tree, which case is about which, what becomes of suggestions, and praise that is passed on."""

from django.db import models
from django.db.models import Q

from crm.states import guard
from service_desk.topics.states import SUGGESTION_MOVES, SuggestionStatus

USER = "accounts.User"
CASE = "service_desk.Case"
DEPARTMENT = "organisation.Department"


class Topic(models.Model):
    """One topic, or a group of them; a retired one is offered no more and still counted."""

    IMPERSONAL = {
        "names": "what the topic is called",
        "words": "words by which the topic is proposed",
    }

    code = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", db_index=False)
    names = models.JSONField(default=dict, help_text="language code → name")
    words = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="topic_not_its_own_parent"),
        ]

    def __str__(self):
        return self.code


class TopicVersion(models.Model):
    """How a topic stood, version by version; who made it, nobody for what ships with the product."""

    IMPERSONAL = {
        "names": "what the topic is called",
        "words": "words by which the topic is proposed",
    }

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    parent = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+", db_index=False)
    names = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    retired = models.BooleanField(default=False)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            # reader: the history of a topic, newest first
            models.UniqueConstraint(fields=["topic", "number"], name="topic_version_once"),
        ]


class CaseTopic(models.Model):
    """A case is about a topic."""

    case = models.ForeignKey(CASE, models.CASCADE, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "topic"], name="case_topic_once")]
        indexes = [
            models.Index(fields=["topic", "case"], name="case_topic_counts"),  # reader: the counts of topics
        ]


class Suggestion(models.Model):
    """What becomes of what an owner suggested."""

    PERSONAL = {"because": "content"}

    case = models.OneToOneField(CASE, models.CASCADE, related_name="+")
    status = models.CharField(max_length=12, choices=SuggestionStatus.choices, default=SuggestionStatus.NOTED)
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, null=True, related_name="+", db_index=False)
    because = models.TextField(blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(status__in=["adopted", "declined"], decided_at__isnull=False) & ~Q(because=""))
                | (~Q(status__in=["adopted", "declined"]) & Q(decided_at__isnull=True)),
                name="suggestion_decided_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status="considered") | Q(department__isnull=False),
                name="suggestion_considered_by_somebody",
            ),
        ]
        triggers = [guard("status", SUGGESTION_MOVES)]


class Praise(models.Model):
    """Praise that was passed on to a person or a department, and whether it has been read there."""

    case = models.OneToOneField(CASE, models.CASCADE, related_name="+")
    person = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, null=True, related_name="+", db_index=False)
    passed_on_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    passed_on_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(department__isnull=False), name="praise_is_for_somebody"
            ),
        ]
        indexes = [
            models.Index(  # reader: the page of whoever was praised, newest first
                fields=["person", "-passed_on_at"], condition=Q(person__isnull=False), name="praise_of_person"
            ),
            models.Index(  # reader: the same, of a department
                fields=["department", "-passed_on_at"],
                condition=Q(department__isnull=False),
                name="praise_of_department",
            ),
        ]
