"""Who somebody is who wrote by the web, by a webhook or in a hotline's file: by the blind index of his number or
address, and only where he is known in the project; else nobody yet."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from owners.people.models import Owner
from owners.selectors import homes_of, owner_by_email, owner_by_phone, tied_to
from service_desk.cases import services as cases


@dataclass(frozen=True)
class Person:
    """What a stranger says of himself."""

    name: str = ""
    phone: str = ""
    email: str = ""

    @property
    def says_who(self) -> bool:
        return bool(self.phone.strip() or self.email.strip())


def owner_in(actor, project, person: Person) -> Owner | None:
    """The owner with this number, or alone with this address, if he has to do with the project."""
    owner = owner_by_phone(actor, person.phone) if person.phone.strip() else None
    if owner is None and person.email.strip():
        owner = owner_by_email(actor, person.email)
    return owner if owner is not None and owner.pk in tied_to(project, [owner.pk]) else None


def home_of(owner: Owner | None, project, number: str = "", *, now: datetime):
    """The home meant: the one of this number, else the only one he has there."""
    if owner is None:
        return None
    homes = [held.home for held in homes_of([owner.pk], now.date())[owner.pk]]
    here = [home for home in homes if home.project_id == project.pk]
    named = [home for home in here if number and number.strip() in (home.number, home.public_number)]
    if named:
        return named[0]
    return here[0] if len(here) == 1 and not number.strip() else None


def note_who(actor, case, person: Person, *, home: str = "", now: datetime) -> None:
    """Note on a case that is nobody's yet who says that it is his, so that he can be called and found."""
    if case.owner_id is not None or not (person.says_who or person.name.strip()):
        return
    said = [part.strip() for part in (person.name, person.phone, person.email, home) if part.strip()]
    words = _("Who wrote says of themselves: %(said)s") % {"said": " · ".join(said)}
    cases.note(actor, case, body=words, now=now)
