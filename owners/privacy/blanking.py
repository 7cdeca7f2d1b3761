"""What stands in a column after its person was erased: nothing, in the way the column can say nothing."""

from django.db import models
from django.db.models import F, Value

from crm.privacy.classification import personal_fields
from crm.privacy.fields import EncryptedText
from owners.ties import AtErasure, Tie

POINTS = {"reference"}  # whose row it is; the row it points at is a pseudonym afterwards
DUTY = {"reference", "money"}  # what is kept by law: that it was, and how much


def blanks_of(tie: Tie) -> dict:
    """What to write into the rows of this tie; empty where nothing of them is personal."""
    spared = DUTY if tie.erasure is AtErasure.KEEP else POINTS
    said = dict(tie.blanks)
    columns = personal_fields(tie.table)
    blank = {name: nothing(tie.table, name) for name, word in columns.items() if word not in spared}
    return blank | said


def nothing(model, name: str):
    """How this column says nothing: NULL where it may be, else its default or an empty value."""
    field = model._meta.get_field(name)
    if field.null:
        return None
    if isinstance(field, EncryptedText):
        return ""
    if isinstance(field, models.JSONField):
        return field.default() if callable(field.default) else {}
    if field.has_default():
        return field.get_default()
    if isinstance(field, models.CharField | models.TextField):
        return ""
    if isinstance(field, models.BinaryField):
        return b""
    if isinstance(field, models.DateField):
        return F(name)
    return Value(0)
