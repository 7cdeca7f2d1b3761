"""Rows of purchases: the home and the buyer are found or made, then the purchase is recorded."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.imports.kinds import Incoming, Taken
from owners.contracts.bulk import record_purchases
from owners.homes.models import Home
from owners.homes.services import add_homes
from owners.imports.rows import (
    by_project,
    home_in,
    homes_by_number,
    kept,
    owners_by_number,
    owners_by_phone,
    phone_index,
)
from owners.outcomes import Outcome
from owners.people.bulk import add_owners

PURCHASE_FIELDS = ("kind", "signed_on", "amount", "currency", "margin_amount", "area", "payment", "share")
HOME_FIELDS = ("building", "floor", "floors", "area", "address", "bedrooms", "living_rooms", "bathrooms")


def take(actor, rows: list[Incoming], *, now: datetime) -> list[Taken]:
    """Record purchases. A refused one leaves no home and no buyer of its own behind."""
    return by_project(rows, lambda project, its: _of_project(actor, project, its, now))


def _of_project(actor, project, rows: list[Incoming], now: datetime) -> list[Taken]:
    """Take all rows; if some are refused, undo everything and take the others, until none is refused any more."""
    answers: dict[int, Taken] = {}
    while len(answers) < len(rows):
        left = [place for place in range(len(rows)) if place not in answers]
        with transaction.atomic():
            taken = dict(zip(left, _attempt(actor, project, [rows[p] for p in left], now), strict=True))
            refused = {place: answer for place, answer in taken.items() if answer.refused}
            if refused:
                transaction.set_rollback(True)
        answers |= refused or taken
    return [answers[place] for place in range(len(rows))]


def _attempt(actor, project, rows: list[Incoming], now: datetime) -> list[Taken]:
    made = defaultdict(list)  # keys of the homes and buyers that a row brought along, by its place
    homes, no_home = _homes(actor, project, rows, now, made)
    buyers, no_buyer = _buyers(actor, project, rows, now, made)
    refused = no_home | no_buyer
    good = [place for place in range(len(rows)) if place not in refused]
    purchases = [_purchase(rows[place], buyers[place], homes.get(place), project) for place in good]
    outcomes = dict(zip(good, record_purchases(actor, purchases, now=now), strict=True))
    return [
        Taken(refused=refused[place]) if place in refused else _taken(outcomes[place], made[place])
        for place in range(len(rows))
    ]


def _taken(outcome: Outcome, beside: list) -> Taken:
    own = [("owners.Purchase", outcome.row.pk)] if outcome.made else []
    keys = (*own, *outcome.beside, *beside)
    return Taken(getattr(outcome.row, "number", ""), outcome.made, str(outcome.refused), keys)


def _purchase(row: Incoming, owner, home, project) -> dict:
    references = {"source": row.source, "external_ref": row.external_ref}
    return {
        "owner": owner,
        "home": home,
        "project": project,
        **kept(row.values, PURCHASE_FIELDS),
        **references,
    }


def _homes(
    actor, project, rows: list[Incoming], now: datetime, made: dict
) -> tuple[dict[int, Home], dict[int, str]]:
    """The home of each row by its place: found by its number, or added where the row names its building."""
    known = homes_by_number(project, (row.values.get("home_number") for row in rows))
    homes, new, wrong = {}, [], {}
    for place, row in enumerate(rows):
        number = row.values.get("home_number")
        if home := home_in(known, number):
            homes[place] = home
        elif number and row.values.get("building"):
            new.append(place)
        elif number:
            wrong[place] = _("There is no home %(number)s in this project.") % {"number": number}
    outcomes = add_homes(actor, project, [_home(rows[place]) for place in new], now=now) if new else []
    for place, outcome in zip(new, outcomes, strict=True):
        if outcome.refused:
            wrong[place] = str(outcome.refused)
        else:
            homes[place] = outcome.row
        if outcome.made:
            made[place].append(("owners.Home", outcome.row.pk))
    return homes, wrong


def _home(row: Incoming) -> dict:
    values = row.values
    fields = kept(values, HOME_FIELDS) | {"number": values["home_number"]}
    if values.get("home_type"):
        fields["type"] = values["home_type"]
    return fields | {"source": row.source, "external_ref": row.external_ref}


def _buyers(
    actor, project, rows: list[Incoming], now: datetime, made: dict
) -> tuple[dict[int, object], dict[int, str]]:
    """The buyer of each row: by his number, by his telephone, else added by his name."""
    numbers = owners_by_number(actor, (row.values.get("owner_number") for row in rows))
    phones = owners_by_phone(actor, (row.values.get("owner_phone") for row in rows))
    buyers, new, wrong = {}, [], {}
    for place, row in enumerate(rows):
        number, phone = row.values.get("owner_number"), row.values.get("owner_phone")
        if number:
            buyers[place] = numbers.get(number)
        elif phone:
            buyers[place] = phones.get(phone_index(phone))
        if buyers.get(place) is None and row.values.get("owner_name"):
            new.append(place)
        elif buyers.get(place) is None:
            wrong[place] = _("Who bought? The row names no owner that is known here.")
    outcomes = add_owners(actor, [_buyer(rows[place], project) for place in new], now=now) if new else []
    for place, outcome in zip(new, outcomes, strict=True):
        if outcome.row is not None:  # the same buyer twice in a file comes back as the one who is there
            buyers[place] = outcome.row
        else:
            wrong[place] = str(outcome.refused)
        made[place] += [("owners.Owner", outcome.row.pk)] if outcome.made else []
        made[place] += outcome.beside
    return buyers, wrong


def _buyer(row: Incoming, project) -> dict:
    values = row.values
    said = {
        "kind": "person",
        "name": values["owner_name"],
        "phone": values.get("owner_phone"),
        "language": values.get("owner_language"),
        "known_since": values.get("signed_on"),
        "source": "import",
        "external_ref": f"{row.source}:{values.get('owner_ref') or row.external_ref}"[:80],
        "project": project,
    }
    return {name: value for name, value in said.items() if value not in (None, "")}
