"""Which columns hold personal data, and of which class.

Each model says so itself: `PERSONAL = {"phone": "contact", …}`, and `IMPERSONAL = {"code": "why not"}` for
text that is none. Encrypted fields are personal without being named. A test goes through every column that
can hold text and fails on one that nobody classified.
"""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from crm.privacy.fields import EncryptedText

CLASSES = {
    "reference": "points at a person, says nothing about him",
    "name": "what somebody is called",
    "contact": "phone, e-mail, address",
    "identity": "identity number, birth date",
    "profile": "what is known or supposed about a person's life",
    "sensitive": "what could harm a person if it came out",
    "content": "what somebody said or wrote, or what was written about him",
    "money": "what somebody paid or is worth",
    "staff": "about people who work here",
    "index": "derived from personal data, useless without its key",
}
# The same wherever they stand.
NEVER_PERSONAL = {
    "currency": "three letters",
    "country": "two letters",
    "language": "one of four languages",
    "timezone": "a name of the time zone database",
    "number": "a public number that says nothing",
    "from_status": "a status",
    "to_status": "a status",
}
# Words about a case or a person, written by staff; said here for rooms that do not say it themselves.
ALSO_PERSONAL = {
    "audit.auditentry.because": "content",
    "service_desk.case.result": "content",
    "service_desk.case.severity_because": "content",
    "service_desk.proposal.approval_because": "content",
    "service_desk.directive.withdrawn_because": "content",
    "profitability.ledgerentry.note": "content",
    "profitability.assessment.situation": "profile",
    "profitability.assessment.plans": "profile",
    "profitability.assessment.best_plan": "profile",
    "profitability.assessment.lines": "money",
    "coordination.decision.inputs": "profile",
    "coordination.decision.alternatives": "profile",
    "coordination.decision.reasons": "profile",
}
TEXTLIKE = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    ArrayField,
    models.FileField,
)
FIXED = (models.UUIDField, models.SlugField)
OURS = ("crm.", "owners", "service_desk", "satisfaction", "profitability", "coordination")


def our_models():
    """Every model of the product, not those of libraries."""
    return [model for model in apps.get_models() if model.__module__.startswith(OURS)]


def personal_fields(model) -> dict[str, str]:
    """The personal columns of a model with their class."""
    declared = dict(getattr(model, "PERSONAL", {}))
    for field in model._meta.concrete_fields:
        said = ALSO_PERSONAL.get(f"{model._meta.label_lower}.{field.name}")
        if said or isinstance(field, EncryptedText):
            declared.setdefault(field.name, said or "contact")
    return declared


def unclassified(model) -> list[str]:
    """Columns that could hold personal data and about which nobody has said anything."""
    known = {*personal_fields(model), *getattr(model, "IMPERSONAL", {}), *NEVER_PERSONAL}
    return [field.name for field in model._meta.concrete_fields if _could(field) and field.name not in known]


def _could(field) -> bool:
    if not isinstance(field, TEXTLIKE) or isinstance(field, FIXED):
        return False
    return not (field.choices or (field.primary_key and not isinstance(field, models.TextField)))
