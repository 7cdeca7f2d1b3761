"""The personal values of an owner as one reader may see them."""

from crm.privacy import visibility
from crm.privacy.visibility import CLEAR, HIDDEN

FIELDS = ("phone", "email", "identity", "postal_address")
HINTS = ("manner", "sensitive_trade", "income_band")
PROFILE = ("birth_date", "gender", "household", "housing", "education", "occupation", "activities")
REACHING = ("name", "preferred_channel", "hours")
_RANK = {HIDDEN: 0, visibility.MASKED: 1, CLEAR: 2}


def key(field: str) -> str:
    """How a column of the owner is called in the table of who sees what."""
    return f"owners.owner.{field}"


class Seen:
    """What one reader sees of owners: the table is asked once, however many rows a page has.

    `projects` are those of the one owner who is looked at: a role held elsewhere shows nothing of him. A list of
    many owners says none, and shows no more of anybody than its reader sees in each of his places.
    """

    def __init__(self, user, projects=None):
        self._user, self._places = user, list(projects) if projects else []
        self._how = {field: self._shown(key(field)) for field in (*FIELDS, *HINTS, *PROFILE, *REACHING)}

    def _shown(self, column: str):
        if not self._places:
            return visibility.in_lists(self._user, column, "owners.view")
        return max((visibility.how(self._user, column, place) for place in self._places), key=_RANK.get)

    def clear(self, field: str) -> bool:
        """Whether the reader sees this column as it is."""
        return self._how[field] is CLEAR

    def __getitem__(self, field: str) -> bool:
        """As `clear`, for templates: `{% if seen.manner %}`."""
        return self.clear(field)

    def at_all(self, field: str) -> bool:
        """Whether the reader sees anything of this column."""
        return self._how[field] is not HIDDEN

    def of(self, owner, field: str):
        """The value whole, masked, or empty; a date that is shown whole stays a date."""
        value = getattr(owner, field)
        if not self.at_all(field) or value in (None, ""):
            return ""
        return value if self.clear(field) else visibility.masked(key(field), value)

    def contacts(self, owner) -> dict[str, str]:
        """What can be uncovered, by field; what is empty or not for this reader is left out."""
        found = {field: self.of(owner, field) for field in FIELDS}
        return {field: value for field, value in found.items() if value}


def mask(field: str, value: str) -> str:
    """A value behind its mask, whoever asks."""
    return visibility.masked(key(field), value)


def masked(owner, user) -> dict[str, str]:
    """The values that can be uncovered, as this user may see them."""
    return Seen(user).contacts(owner)
