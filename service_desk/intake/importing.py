"""Rows of complaints: open ones are registered, closed ones archived."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.imports.kinds import Incoming, Taken
from owners.imports.rows import (
    by_project,
    home_in,
    homes_by_number,
    owners_by_number,
    owners_by_phone,
    phone_index,
)
from owners.selectors import tied_to
from service_desk.cases.services import register
from service_desk.channels.hotline.services import keep_ticket
from service_desk.intake.languages import language_of
from service_desk.intake.services import archive

COMMON = ("kind", "channel", "words", "language", "subject", "received_at")


def take(actor, rows: list[Incoming], *, now: datetime) -> list[Taken]:
    """Take complaints one by one; what one of them is refused for does not touch the others."""
    return by_project(rows, lambda project, its: _of_project(actor, project, its, now))


def _of_project(actor, project, rows: list[Incoming], now: datetime) -> list[Taken]:
    homes = homes_by_number(project, (row.values.get("home") for row in rows))
    numbers = owners_by_number(actor, (row.values.get("owner_number") for row in rows))
    phones = _callers(actor, project, rows)
    taken = []
    for row in rows:
        values = row.values
        phone = values.get("owner_phone")
        owner = numbers.get(values.get("owner_number")) or (phones.get(phone_index(phone)) if phone else None)
        home = home_in(homes, values.get("home"))
        # a hotline writes down what the caller says; what we do not know is noted and refuses nothing
        if values.get("home") and home is None and not values.get("ticket"):
            reason = _("There is no home %(number)s in this project.") % {"number": values["home"]}
            taken.append(Taken(refused=reason))
        elif values.get("owner_number") and owner is None:
            reason = _("There is no owner %(number)s here.") % {"number": values["owner_number"]}
            taken.append(Taken(refused=reason))
        else:
            taken.append(_take_one(actor, row, project, owner, home, now))
    return taken


def _callers(actor, project, rows: list[Incoming]) -> dict:
    """Owners by their number of telephone; one who is known in other projects only is nobody here."""
    phones = owners_by_phone(actor, (row.values.get("owner_phone") for row in rows))
    here = tied_to(project, phones.values()) if phones else set()
    return {index: owner for index, owner in phones.items() if owner.pk in here}


def _take_one(actor, row: Incoming, project, owner, home, now: datetime) -> Taken:
    values = row.values
    said = {name: values.get(name) or "" for name in COMMON} | {"summary": values.get("summary") or ""}
    said["language"] = said["language"] or (owner.language if owner else "") or language_of(said["words"])
    closed_at = values.get("closed_at")
    because = _("carried over from %(source)s") % {"source": row.source}
    said |= {"project": project, "owner": owner, "home": home}
    try:
        with transaction.atomic():
            if values.get("is_closed", closed_at is not None):
                if closed_at is None:
                    raise Refused(fields={"closed_at": _("It is closed, but the row does not say when.")})
                said |= {"closed_at": closed_at, "result": values.get("result") or "", "because": because}
                case = archive(actor, **said, now=now)
            else:
                asked = not values.get("ticket")  # a hotline's file does not say what it does to them
                case = register(actor, **said, carried_over=because, asked=asked, now=now)
            if values.get("ticket"):
                keep_ticket(actor, case, values, now=now)
    except Refused as exc:
        return Taken(refused="; ".join(str(reason) for reason in exc.fields.values()) or str(exc.message))
    return Taken(case.number)
