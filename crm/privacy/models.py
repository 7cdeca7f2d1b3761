from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Role


class Purpose(models.TextChoices):
    """What personal data may be used for. Service rests on the contract and needs no consent."""

    SURVEYS = "surveys", _("Satisfaction surveys")
    EVENTS = "events", _("Invitations to owner events")
    MARKETING = "marketing", _("Offers of new projects")
    PROFILING = "profiling", _("Valuation of the relationship")
    THIRD_PARTIES = "third_parties", _("Passing on to partners")
    PHOTOS = "photos", _("Photos of people")


class Consent(models.Model):
    """One statement of one person about one purpose. Statements are added, never changed; the latest counts."""

    PERSONAL = {"subject": "reference"}
    IMPERSONAL = {"source": "how it was said: form, phone, portal", "wording": "which text was shown"}

    subject = models.CharField(max_length=80)  # "owners.owner:17"
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    given = models.BooleanField()
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=40)
    wording = models.CharField(max_length=40, blank=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            # reader: consented(), the latest statement of a person for a purpose
            models.Index(fields=["subject", "purpose", "-at", "-id"], name="consent_latest")
        ]


class Reveal(models.Model):
    """Somebody saw a value that is masked to others: who, whose, which, why."""

    PERSONAL = {"subject": "reference", "because": "staff"}
    IMPERSONAL = {"field": "the name of a column", "label": "a public number"}

    at = models.DateTimeField()
    actor = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    label = models.CharField(max_length=80)
    field = models.CharField(max_length=40)
    because = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="reveal_newest"),  # reader: /settings/reveals/
            models.Index(fields=["actor", "-at"], name="reveal_of_actor"),  # reader: the limit an hour
            models.Index(
                fields=["subject", "-at"], name="reveal_of_subject"
            ),  # reader: the export of one person
        ]


class ConsentWording(models.Model):
    """The text a person agrees to for one purpose, in all languages. A new text is a new version, never a change."""

    IMPERSONAL = {"texts": "the same words for everybody", "code": "a purpose and a number"}

    code = models.CharField(max_length=40, unique=True)  # "events-2", as it stands in Consent.wording
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField()
    texts = models.JSONField()  # {"en": …, "zh-hans": …, "zh-hant": …, "fi": …}
    active_from = models.DateTimeField()
    written_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            # reader: current_wordings, the newest version of each purpose
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_wording_once")
        ]


class RevealLimit(models.Model):
    """How many values somebody of this role may unmask within an hour; a role without a row has the default."""

    role = models.CharField(max_length=16, choices=Role.choices, unique=True)
    per_hour = models.PositiveSmallIntegerField()
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
