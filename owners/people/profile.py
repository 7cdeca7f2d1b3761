"""Reading and checking what is said about an owner, before anything is written."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.privacy import blind_index
from owners.days import day_of

from . import completeness, rules
from .models import Owner

# What callers may set. Everything else on the row is worked out from these.
PROFILE_FIELDS = frozenset(
    {
        "kind",
        "name",
        "phone",
        "email",
        "identity_kind",
        "identity",
        "postal_address",
        "language",
        "preferred_channel",
        "hours",
        "do_not_call",
        "manner",
        "sensitive_trade",
        "manager",
        "birth_date",
        "gender",
        "household",
        "kinship",
        "income_band",
        "housing",
        "education",
        "occupation",
        "activities",
        "known_since",
        "source",
        "external_ref",
    }
)
SEALED = ("phone", "email", "identity", "postal_address")  # each with a blind index beside it
_CHOICE_FIELDS = {
    name: frozenset(value for value, _label in Owner._meta.get_field(name).choices)
    for name in (
        "kind",
        "identity_kind",
        "preferred_channel",
        "hours",
        "manner",
        "sensitive_trade",
        "gender",
        "kinship",
        "income_band",
        "housing",
        "education",
        "source",
    )
}
_MAY_BE_EMPTY = frozenset(_CHOICE_FIELDS) - {"kind", "preferred_channel", "hours"}
_CHOICES = {
    name: values | {None, ""} if name in _MAY_BE_EMPTY else values for name, values in _CHOICE_FIELDS.items()
}
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
_LENGTHS = {name: Owner._meta.get_field(name).max_length for name in ("name", "occupation", "activities")}


def read(written: dict[str, Any]) -> dict[str, Any]:
    """The given fields in the form they are stored in; an unknown field is the caller's mistake."""
    unknown = set(written) - PROFILE_FIELDS
    if unknown:
        raise TypeError(f"not fields of an owner: {', '.join(sorted(unknown))}")
    plain = dict(written)
    for name, form in (
        ("name", lambda text: " ".join((text or "").split())),
        ("phone", rules.plain_phone),
        ("email", rules.plain_email),
        ("identity", rules.plain_identity),
    ):
        if name in plain:
            plain[name] = form(plain[name])
    if plain.get("identity") and not plain.get("identity_kind"):
        company = plain.get("kind") == "company"
        plain["identity_kind"] = "business" if company else rules.identity_kind(plain["identity"])
    if plain.get("identity") and plain.get("identity_kind"):
        plain["identity"] = rules.whole_identity(plain["identity_kind"], plain["identity"])
    if "external_ref" in plain:
        plain["external_ref"] = plain["external_ref"] or None
    return plain


def check(plain: dict[str, Any], *, now: datetime) -> dict[str, str]:
    """What is wrong, by field, in words for whoever typed it."""
    wrong = _check_forms(plain)
    if plain.get("birth_date") and plain["birth_date"] > day_of(now):
        wrong["birth_date"] = _("This day has not come yet.")
    if plain.get("language", "en") not in _LANGUAGES:
        wrong["language"] = _("Choose one of the list.")
    for name, values in _CHOICES.items():
        if name in plain and plain[name] not in values:
            wrong[name] = _("Choose one of the list.")
    for name, length in _LENGTHS.items():
        if len(plain.get(name) or "") > length:
            wrong[name] = _("At most %(length)s characters.") % {"length": length}
    return wrong


def _check_forms(plain: dict[str, Any]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if "name" in plain and not plain["name"]:
        wrong["name"] = _("Write the name.")
    if plain.get("phone") and not rules.phone_is_plausible(plain["phone"]):
        wrong["phone"] = _("This is not a whole phone number.")
    if plain.get("email") and not rules.email_is_plausible(plain["email"]):
        wrong["email"] = _("This is not an e-mail address.")
    if plain.get("identity") and not rules.identity_is_right(plain["identity_kind"], plain["identity"]):
        wrong["identity"] = _("The check digit of this identity number does not fit.")
    if "*" in (plain.get("postal_address") or ""):
        wrong["postal_address"] = _("Write it whole, without stars.")
    return wrong


def checked(written: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """Read and checked, or refused with a message for each field."""
    plain = read(written)
    wrong = check(plain, now=now)
    if wrong:
        raise Refused(fields=wrong)
    return plain


def columns(plain: dict[str, Any]) -> dict[str, Any]:
    """The columns that follow from the given fields: ciphertext, blind indexes, sort and search forms."""
    row = {name: value for name, value in plain.items() if name not in SEALED}
    if "name" in plain:
        row["name_key"] = rules.name_key(plain["name"])
        row["search_text"] = rules.search_text(plain["name"])
    for name in SEALED:
        if name in plain:
            row[name] = plain[name] or None
            row[f"{name}_index"] = blind_index.of(plain[name], name) if plain[name] else None
    if "phone" in plain:
        row["phone_last4"] = plain["phone"][-4:]
    if {"kind", "name"} <= plain.keys():  # an owner whole; who changes some fields works it out from the row
        row["completeness"] = completeness.of(plain).percent
    return row
