"""What is known of an owner as the card shows it, fact by fact, each to be corrected where it stands."""

from dataclasses import dataclass, field

from django.utils.crypto import salted_hmac
from django.utils.translation import pgettext

from crm.web import formats

from . import completeness
from .forms import OwnerForm
from .households import known_of
from .masked import FIELDS as SEALED
from .models import Owner

REACHING = ("phone", "email", "preferred_channel", "hours", "do_not_call", "language", "manager")
PROFILE = (
    "birth_date",
    "gender",
    "occupation",
    "education",
    "housing",
    "income_band",
    "activities",
    "source",
)
HINTS = ("manner", "sensitive_trade")
LOCKED = ("identity", "postal_address")
ORDER = REACHING + HINTS + PROFILE + LOCKED
NEVER_HIDDEN = {"do_not_call", "language", "manager", "source"}


@dataclass(frozen=True)
class Fact:
    """One field in words; empty text means that it is not known."""

    name: str
    label: str
    text: str
    group: str
    editable: bool
    sealed: bool
    worth: int

    @property
    def known(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Shown:
    """How complete a profile is, with the missing fields this reader may see, and the one to ask for next."""

    percent: int
    missing: list[Fact] = field(default_factory=list)

    @property
    def next(self) -> Fact | None:
        return next((fact for fact in self.missing if fact.editable), None)


def facts(owner, seen, *, may_edit: bool) -> dict[str, Fact]:
    """Every fact this reader may see, by its field."""
    return {name: fact(owner, seen, name, may_edit=may_edit) for name in ORDER if _sees(seen, name)}


def fact(owner, seen, name: str, *, may_edit: bool) -> Fact:
    group = next(
        key
        for key, names in (("reach", REACHING), ("hint", HINTS), ("profile", PROFILE), ("lock", LOCKED))
        if name in names
    )
    return Fact(
        name=name,
        label=str(OwnerForm.base_fields[name].label),
        text=_text(owner, seen, name),
        group=group,
        editable=may_edit,
        sealed=name in SEALED,
        worth=completeness.weight(owner.kind, name),
    )


def completeness_of(owner, seen, *, may_edit: bool = True) -> Shown:
    """The percentage as it is kept, and what is missing."""
    found = completeness.of(known_of(owner))
    named = [name for name in found.missing if name in ORDER and _sees(seen, name)]
    return Shown(found.percent, [fact(owner, seen, name, may_edit=may_edit) for name in named])


def fingerprint(owner: Owner, name: str) -> str:
    """Whether a field still holds what somebody saw in it, without showing what that was."""
    value = getattr(owner, f"{name}_id" if name == "manager" else name)
    return salted_hmac("owners.fact", f"{owner.pk}:{name}:{value}").hexdigest()[:32]


def _sees(seen, name: str) -> bool:
    return name in NEVER_HIDDEN or seen.at_all(name)


def _text(owner, seen, name: str) -> str:
    if name == "manager":
        return owner.manager.display_name if owner.manager else ""
    if name == "do_not_call":
        return pgettext("answer", "yes") if owner.do_not_call else pgettext("answer", "no")
    if name in NEVER_HIDDEN:
        return str(getattr(owner, f"get_{name}_display")()) if getattr(owner, name) else ""
    value = seen.of(owner, name)
    if value and hasattr(owner, f"get_{name}_display"):
        return str(getattr(owner, f"get_{name}_display")())
    return formats.date_text(value) if hasattr(value, "year") else str(value or "")
