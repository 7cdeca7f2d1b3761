"""A crisis and all that is kept of it. What was said is never changed; a correction is a further entry."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from crm.states import guard
from service_desk.crisis import states, terms

CASE, USER, PROJECT = "service_desk.Case", "accounts.User", "organisation.Project"


def _never_changed():
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def _person(**options):
    return models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False, **options)


def _public_id():
    return models.UUIDField(default=uuid.uuid4, unique=True, editable=False)


class InScope(models.QuerySet):
    def visible_to(self, user):
        return self if user.unrestricted else self.filter(project__in=user.project_ids)


class Crisis(models.Model):
    """One matter that is public or about to be: one voice speaks of it until it is over."""

    PERSONAL = {"title": "content", "facts": "content", "lessons": "content"}
    IMPERSONAL = {"source": "the number or address of what began it"}

    number = models.CharField(max_length=20, unique=True)
    project = models.ForeignKey(PROJECT, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    trigger = models.CharField(max_length=10, choices=terms.Trigger.choices)
    facts = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=8, choices=states.CrisisStatus.choices, default=states.CrisisStatus.OPEN
    )
    spokesperson = _person()
    answer_within = models.PositiveIntegerField(default=120, help_text="minutes in which a post is answered")
    report_every = models.CharField(max_length=6, choices=terms.Rhythm.choices, default=terms.Rhythm.DAY)
    next_report_at = models.DateTimeField(null=True)
    opened_by = _person()
    opened_at = models.DateTimeField()
    closed_by = _person(null=True)
    closed_at = models.DateTimeField(null=True)
    lessons = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = InScope.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(status="closed", closed_at__isnull=False) & ~Q(lessons=""))
                | Q(status="open", closed_at__isnull=True),
                name="crisis_closed_has_lessons",
            ),
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="crisis_newest"),  # reader: the list
            models.Index(  # reader: the relay, whose report is due
                fields=["next_report_at"], condition=Q(status="open"), name="crisis_report_due"
            ),
        ]
        triggers = [guard("status", states.MOVES)]

    def __str__(self):
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status == states.CrisisStatus.OPEN


class CrisisCase(models.Model):
    """A case that belongs to a crisis."""

    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="members", db_index=False)
    case = models.ForeignKey(CASE, models.CASCADE, related_name="crises")
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["crisis", "case"], name="crisis_case_once")]


class CrisisDuty(models.Model):
    """Who is in charge of what; ended, never deleted."""

    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="duties", db_index=False)
    task = models.CharField(max_length=12, choices=terms.Task.choices)
    person = _person()
    by = _person()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["crisis", "task"], condition=Q(ended_at__isnull=True), name="crisis_duty_once"
            ),
        ]


class CrisisStatement(models.Model):
    """What the house says: written, approved by somebody else, issued by the spokesperson; exactly one in force."""

    IMPERSONAL = {"texts": "what the house says in public", "because": "why it is approved or dropped"}

    public_id = _public_id()
    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="statements", db_index=False)
    version = models.PositiveSmallIntegerField()
    texts = models.JSONField(help_text="language: text")
    status = models.CharField(
        max_length=10, choices=states.StatementStatus.choices, default=states.StatementStatus.DRAFT
    )
    written_by = _person()
    written_at = models.DateTimeField()
    approved_by = _person(null=True)
    approved_at = models.DateTimeField(null=True)
    because = models.TextField(blank=True)
    published_by = _person(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["crisis", "version"], name="crisis_statement_version"),
            models.UniqueConstraint(
                fields=["crisis"], condition=Q(status="published"), name="crisis_statement_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "published", "replaced"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="crisis_statement_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("written_by")),
                name="crisis_statement_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "replaced"])
                | Q(published_by__isnull=False, published_at__isnull=False),
                name="crisis_statement_issued_by_somebody",
            ),
        ]
        triggers = [guard("status", states.STATEMENT_MOVES)]


class ContactEntry(models.Model):
    """Who said what to whom, when and how; `by` is always who was signed in. Corrected by a further entry only."""

    PERSONAL = {"counterpart": "name", "said": "content"}

    public_id = _public_id()
    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="contacts")
    at = models.DateTimeField()
    kept_at = models.DateTimeField()
    by = _person()
    outward = models.BooleanField(help_text="we spoke to them, not they to us")
    way = models.CharField(max_length=8, choices=terms.Way.choices)
    kind = models.CharField(max_length=10, choices=terms.Counterpart.choices)
    counterpart = models.CharField(max_length=160)
    said = models.TextField()
    adds_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="addenda")

    class Meta:
        triggers = [_never_changed()]


class Post(models.Model):
    """A post somebody wrote about it in public. It is answered; nothing here can make it disappear."""

    PERSONAL = {"author": "name", "words": "content", "address": "reference"}
    IMPERSONAL = {"platform": "the name of a place in public"}

    public_id = _public_id()
    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="posts", db_index=False)
    platform = models.CharField(max_length=60)
    address = models.CharField(max_length=400, blank=True)
    author = models.CharField(max_length=120, blank=True)
    words = models.TextField()
    posted_at = models.DateTimeField()
    found_at = models.DateTimeField()
    found_by = _person()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["crisis", "due_at"], name="crisis_post_due"
            ),  # reader: the room, soonest first
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class PostAnswer(models.Model):
    """What we wrote under a post, as the company; `by` is who was signed in and pressed it."""

    IMPERSONAL = {"words": "what the house says in public"}

    post = models.ForeignKey(Post, models.PROTECT, related_name="answers")
    words = models.TextField()
    by = _person()
    at = models.DateTimeField()

    class Meta:
        triggers = [_never_changed()]


class LegalStep(models.Model):
    """One step of the legal path: letters, dates, counsel."""

    PERSONAL = {"counsel": "name", "about": "content", "outcome": "content"}

    public_id = _public_id()
    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="legal_steps")
    kind = models.CharField(max_length=12, choices=terms.LegalKind.choices)
    on = models.DateField()
    due_on = models.DateField(null=True)
    counsel = models.CharField(max_length=120, blank=True)
    about = models.TextField()
    by = _person()
    at = models.DateTimeField()
    outcome = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = _person(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="legal_step_done_by_somebody",
            ),
        ]


class CrisisReport(models.Model):
    """How it stood at one hour: figures and lines as they were then, never changed afterwards."""

    PERSONAL = {"snapshot": "content"}

    public_id = _public_id()
    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="reports", db_index=False)
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    since = models.DateTimeField()
    made_by = _person()
    snapshot = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["crisis", "sequence"], name="crisis_report_once")]
        triggers = [_never_changed()]
