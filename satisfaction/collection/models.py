import uuid

from django.db import models
from django.db.models import Q

from crm.accounts.permissions import projects_for
from crm.states import guard

from .states import MOVES, InvitationStatus, Purpose, Withheld


class InvitationRows(models.QuerySet):
    def visible_to(self, user, verb):
        """The rows of the projects where the user holds this verb."""
        return self if user.unrestricted else self.filter(project__in=projects_for(user, verb))

    def open(self, now):
        return self.filter(status=InvitationStatus.OPEN, expires_at__gt=now)


class Invitation(models.Model):
    """One owner asked once. The link's token is known to the owner alone; we keep its hash."""

    PERSONAL = {"answers_draft": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True, null=True)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+")
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("service_desk.Case", models.PROTECT, null=True, related_name="+")
    visit = models.ForeignKey(
        "service_desk.ReturnVisit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    questionnaire = models.ForeignKey(
        "satisfaction.Questionnaire", models.PROTECT, null=True, related_name="+"
    )
    purpose = models.CharField(max_length=16, choices=Purpose)
    language = models.CharField(max_length=10)
    status = models.CharField(max_length=10, choices=InvitationStatus, default=InvitationStatus.OPEN)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answers_draft = models.JSONField(default=dict)
    withheld_because = models.CharField(max_length=20, choices=Withheld, blank=True)

    objects = InvitationRows.as_manager()

    class Meta:
        constraints = [
            # reader: opening twice is opening once; the callback form finds the invitation of its visit
            models.UniqueConstraint(
                fields=["visit", "purpose"], condition=Q(visit__isnull=False), name="invitation_once_a_visit"
            ),
            models.CheckConstraint(
                condition=Q(status="answered", answered_at__isnull=False)
                | (~Q(status="answered") & Q(answered_at__isnull=True)),
                name="invitation_answered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="withheld") | ~Q(withheld_because=""),
                name="invitation_withheld_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="open") | Q(token_hash__isnull=False), name="invitation_open_has_link"
            ),
        ]
        indexes = [
            models.Index(  # reader: expire_due, which closes what nobody answered in time
                fields=["expires_at"], condition=Q(status="open"), name="invitation_open_expiry"
            ),
            models.Index(fields=["-opened_at", "-id"], name="invitation_newest"),  # reader: the API list
        ]
        triggers = [guard("status", MOVES)]

    def __str__(self):
        return str(self.public_id)


class Answer(models.Model):
    """One answer to one question, as given."""

    PERSONAL = {"text": "content"}

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="answers", db_index=False)
    question = models.ForeignKey("satisfaction.Question", models.PROTECT, related_name="+")
    number = models.SmallIntegerField(null=True)
    option_id = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "question"], name="answer_once_a_question"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | ~Q(option_id="") | ~Q(text=""),
                name="answer_says_something",
            ),
        ]
