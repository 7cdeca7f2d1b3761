"""Who somebody is who wrote by the web, by a webhook or in a hotline's file: by the blind index of his number or
address, and only where he is known in the project; else nobody yet."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from crm.privacy import blind_index
from owners.days import day_of
from owners.people.models import Owner
from owners.selectors import homes_of, owner_by_email, owner_by_phone, tied_to
from service_desk.cases import services as cases
from service_desk.cases.models import CaseMessage
from service_desk.cases.terms import Direction


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
    homes = [held.home for held in homes_of([owner.pk], day_of(now, project))[owner.pk]]
    here = [home for home in homes if home.project_id == project.pk]
    named = [home for home in here if number and number.strip() in (home.number, home.public_number)]
    if named:
        return named[0]
    return here[0] if len(here) == 1 and not number.strip() else None


def note_who(actor, case, person: Person, *, home: str = "", once: bool = False, now: datetime) -> None:
    """Note on a case what somebody said of himself and we do not know: all of it where the case is nobody's yet, so
    that he can be called and found; of an owner another number, address or home than those we have.

    `once` leaves out a note that stands there already.
    """
    said = [person.name, person.phone, person.email, home]
    if case.owner_id is not None:
        said = _unknown_of(case, person, home)
    elif not (person.says_who or person.name.strip()):
        return
    said = [part.strip() for part in said if part.strip()]
    if said:
        words = _("Who wrote says of themselves: %(said)s") % {"said": " · ".join(said)}
        if not (
            once and CaseMessage.objects.filter(case=case, direction=Direction.NOTE, body=words).exists()
        ):
            cases.note(actor, case, body=words, now=now)


def _unknown_of(case, person: Person, home: str) -> list[str]:
    """What an owner wrote of himself that stands neither with him nor on the case."""
    owner, at = case.owner, case.home
    numbers = ("", *((at.number, at.public_number) if at else ()))
    return [
        "" if person.name.strip() == owner.name else person.name,
        "" if _alike(person.phone, owner.phone, "phone") else person.phone,
        "" if _alike(person.email, owner.email, "email") else person.email,
        "" if home.strip() in numbers else home,
    ]


def _alike(said: str, known: str, purpose: str) -> bool:
    if not said.strip() or not known:
        return False
    return blind_index.of(said, purpose) == blind_index.of(known, purpose)
