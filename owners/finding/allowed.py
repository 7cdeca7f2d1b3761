"""A query as far as its reader may ask it: by what he sees nothing of, he finds nobody."""

from dataclasses import dataclass

from crm.privacy import visibility

from .asked import Asked

COLUMNS = ("phone", "email", "identity", "postal_address")


@dataclass(frozen=True)
class Allowed(Asked):
    """A query of somebody from whom some columns are hidden: asked by them, it would tell him what they hold."""

    hidden: frozenset = frozenset()

    @property
    def is_email(self) -> bool:
        return "email" not in self.hidden and super().is_email

    @property
    def last4(self) -> str:
        return "" if "phone" in self.hidden else super().last4

    @property
    def whole_phone(self) -> str:
        return "" if "phone" in self.hidden else super().whole_phone

    @property
    def identity(self) -> str:
        return "" if "identity" in self.hidden else super().identity

    @property
    def address(self) -> str:
        return "" if "postal_address" in self.hidden else super().address


def asked_by(user, query: str) -> Asked:
    """The query without the ways that are not for this user."""
    hidden = {name for name in COLUMNS if visibility.how(user, f"owners.owner.{name}") is visibility.HIDDEN}
    return Allowed(query, frozenset(hidden)) if hidden else Asked(query)
