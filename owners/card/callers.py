"""Who is calling: from a number to a card, for the telephone that opens a page by itself."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from crm.privacy import masking
from crm.web import sealed
from owners.people import rules
from owners.people import selectors as people
from owners.people.models import Owner

NO_NUMBER = gettext_lazy("This is not a whole phone number.")


@dataclass(frozen=True)
class Caller:
    """A number as it rang: whose it is, if this user may see him; the number itself only masked and sealed."""

    owner: Owner | None
    plausible: bool
    shown: str
    sealed: str


def caller(user, phone: str) -> Caller:
    """Whose number this is. One that is nobody's, or somebody's out of scope, look the same."""
    plain = rules.plain_phone(phone)
    if not rules.phone_is_plausible(plain):
        return Caller(None, False, "", "")
    owner = people.owner_by_phone(user, plain)
    return Caller(owner, True, masking.phone(plain), sealed.seal(plain))
