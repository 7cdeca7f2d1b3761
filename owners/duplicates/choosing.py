"""Which of two values a merged card takes, field by field: the default with its reason. Pure but for the labels."""

from dataclasses import dataclass

from owners.people.models import Owner

# In the order of the page. An identity number takes its kind along, a name what it is sorted and found by.
FIELDS = (
    "name",
    "kind",
    "phone",
    "email",
    "identity",
    "postal_address",
    "language",
    "preferred_channel",
    "hours",
    "do_not_call",
    "manager",
    "birth_date",
    "gender",
    "household",
    "kinship",
    "manner",
    "sensitive_trade",
    "income_band",
    "housing",
    "education",
    "occupation",
    "activities",
    "known_since",
)
KEPT, GONE = "kept", "gone"
# What a field holds as long as nobody has said anything.
_UNSAID = {"hours": "any", "preferred_channel": "phone", "do_not_call": False}
_WRITTEN = {"name", "postal_address", "occupation", "activities"}
_HIDDEN_SIDES = ("", None)


@dataclass(frozen=True)
class Choice:
    """One field of two owners: both values, the side taken unless somebody says otherwise, and why."""

    field: str
    kept: object
    gone: object
    side: str
    because: str

    @property
    def conflict(self) -> bool:
        """Whether there is something to choose."""
        return self.because in ("fuller", "newer", "no_prospect", "earlier", "careful")


def choices(kept: Owner, gone: Owner) -> list[Choice]:
    """Every field in which the two differ, with the side that is taken by itself."""
    newer = GONE if gone.updated_at > kept.updated_at else KEPT
    found = []
    for field in FIELDS:
        ours, theirs = getattr(kept, field), getattr(gone, field)
        if (ours or "") != (theirs or ""):
            side, because = default(field, ours, theirs, newer)
            found.append(Choice(field, ours, theirs, side, because))
    return found


def default(field: str, ours, theirs, newer: str) -> tuple[str, str]:
    """(side, reason) for two values that differ.

    A value beats none; the day we knew somebody first is the earlier; who bought is no prospect; a wish not to
    be called stands; of two texts the fuller one, of anything else the one on the card changed last.
    """
    if _unsaid(field, theirs):
        return KEPT, "only_kept"
    if _unsaid(field, ours):
        return GONE, "careful" if field == "do_not_call" else "only_gone"
    if field == "known_since":
        return (KEPT if ours <= theirs else GONE), "earlier"
    if field == "kind" and "prospect" in (ours, theirs):
        return (KEPT if theirs == "prospect" else GONE), "no_prospect"
    if field in _WRITTEN and len(ours) != len(theirs):
        return (KEPT if len(ours) > len(theirs) else GONE), "fuller"
    return newer, "newer"


def _unsaid(field: str, value) -> bool:
    return value in _HIDDEN_SIDES or (field in _UNSAID and value == _UNSAID[field])


def taken(kept: Owner, gone: Owner, said: dict[str, str]) -> dict[str, str]:
    """Field → side, for every field in which the two differ; what somebody said beats the default."""
    return {choice.field: said.get(choice.field, choice.side) for choice in choices(kept, gone)}
