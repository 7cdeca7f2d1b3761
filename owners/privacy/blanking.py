"""What stands in a column after its person was erased: nothing, in the way the column can say nothing."""

from django.db import models
from django.db.models import Case, CharField, F, Func, JSONField, Value, When
from django.db.models.lookups import Exact

from crm.privacy.classification import personal_fields
from crm.privacy.fields import EncryptedText
from owners.ties import AtErasure, Tie

POINTS = {"reference"}  # whose row it is; the row it points at is a pseudonym afterwards
DUTY = {"reference", "money"}  # what is kept by law: that it was, and how much
GONE = "…"  # where something was said: a constraint may ask that something is


def blanks_of(tie: Tie) -> dict:
    """What to write into the rows of this tie; empty where nothing of them is personal."""
    spared = DUTY if tie.erasure is AtErasure.KEEP else POINTS
    columns = personal_fields(tie.table)
    blank = {name: nothing(tie.table, name) for name, word in columns.items() if word not in spared}
    return blank | dict(tie.blanks)


def nothing(model, name: str):
    """How this column says nothing: NULL where that may be, a sign where words were, else its default."""
    field = model._meta.get_field(name)
    if isinstance(field, EncryptedText):
        return None if field.null else ""
    if isinstance(field, models.JSONField):
        return _empty_of_its_kind(name)
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return _gone_where_something_was(field)
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    if isinstance(field, models.BinaryField):
        return b""
    return F(name) if isinstance(field, models.DateField) else ""


def unsaid(model, name: str):
    """As if nobody had ever said it: NULL where that may be, else the default, else empty text."""
    field = model._meta.get_field(name)
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def _gone_where_something_was(field):
    """Empty stays empty, words become a sign: so what had to have a reason still has one."""
    return Case(
        When(**{f"{field.name}__isnull": True}, then=Value(None)),
        When(**{field.name: ""}, then=Value("")),
        default=Value(GONE),
        output_field=field.__class__(max_length=field.max_length),
    )


def _empty_of_its_kind(name: str):
    """A list becomes an empty list, an object an empty object, so that whoever reads it still can."""
    kind = Func(F(name), function="jsonb_typeof", output_field=CharField())
    return Case(
        When(**{f"{name}__isnull": True}, then=Value(None, JSONField())),
        When(_is(kind, "array"), then=Value([], JSONField())),
        default=Value({}, JSONField()),
        output_field=JSONField(),
    )


def _is(function, word):
    return Exact(function, Value(word))
