"""Rows of this floor as plain dicts for the API: written by hand, because lists are hot."""

from owners.people.masked import HINTS, Seen
from owners.people.rules import age_on

_NOTHING = {"birth_date": None}
_PROFILE = ("birth_date", "gender", "housing", "education", "occupation", "activities")


def project(row) -> dict:
    return {"code": row.code, "label": row.label}


def home_ref(row) -> dict:
    return {"public_number": row.public_number, "number": row.number, "project": project(row.project)}


def owner_ref(row) -> dict:
    return {"number": row.number, "name": row.name}


def stage(verdict) -> dict:
    return {
        "stage": verdict.stage.value,
        "stage_label": str(verdict.stage.label),
        "fact": verdict.fact,
        "on": verdict.on,
    }


def owner_row(owner, ownerships, seen: Seen) -> dict:
    return {
        "number": owner.number,
        "kind": owner.kind,
        "kind_label": owner.get_kind_display(),
        "name": owner.name,
        "phone": seen.of(owner, "phone"),
        "language": owner.language,
        "preferred_channel": owner.preferred_channel,
        "preferred_channel_label": owner.get_preferred_channel_display(),
        "manager": owner.manager.username if owner.manager else None,
        "stage": stage(owner.verdict),
        "completeness": owner.completeness,
        "do_not_call": owner.do_not_call,
        "homes": [home_ref(held.home) for held in ownerships],
        "version": owner.version,
    }


def owner_whole(card, seen: Seen) -> dict:
    owner = card.owner
    shape = owner_row(owner, card.homes_now, seen)
    shape |= {name: seen.of(owner, name) or _NOTHING.get(name, "") for name in _PROFILE} | {
        "hours": owner.hours,
        "source": owner.source,
    }
    shape |= {name: getattr(owner, name) for name in HINTS if seen.clear(name)}
    shape |= {
        "email": seen.of(owner, "email"),
        "identity_kind": owner.identity_kind,
        "identity": seen.of(owner, "identity"),
        "postal_address": seen.of(owner, "postal_address"),
        "age": _age(owner, card.today) if seen.clear("birth_date") else None,
        "known_since": owner.known_since,
        "projects": [project(row) for row in card.projects],
        "ownerships": [held(row) for row in card.ownerships],
        "created_at": owner.created_at,
        "updated_at": owner.updated_at,
    }
    return shape


def _age(owner, today) -> int | None:
    return age_on(owner.birth_date, today) if owner.birth_date else None


def home(row) -> dict:
    return home_ref(row) | {
        "building": row.building.code,
        "entrance": row.entrance.code if row.entrance else "",
        "floor": row.floor,
        "unit": row.unit,
        "type": row.type,
        "type_label": row.get_type_display(),
        "bedrooms": row.bedrooms,
        "living_rooms": row.living_rooms,
        "bathrooms": row.bathrooms,
        "area": str(row.area) if row.area is not None else None,
        "address": row.address,
        "status": row.status,
        "status_label": row.get_status_display(),
        "handover_due_on": row.handover_due_on,
        "handover_on": row.handover_on,
        "version": row.version,
    }


def purchase(row) -> dict:
    return {
        "number": row.number,
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "owner": owner_ref(row.owner),
        "project": project(row.project),
        "home": home_ref(row.home) if row.home else None,
        "signed_on": row.signed_on,
        "price": {"amount": row.amount, "currency": row.currency},
        "area": str(row.area) if row.area is not None else None,
        "payment": row.payment,
        "external_ref": row.external_ref,
        "follows": row.follows.number if row.follows else None,
        "deposit_amount": row.deposit_amount,
        "refund_amount": row.refund_amount,
        "cancelled_on": row.cancelled_on,
        "cancelled_because": row.cancelled_because,
        "version": row.version,
    }


def ownership(row) -> dict:
    return {"owner": owner_ref(row.owner), **held(row)}


def held(row) -> dict:
    return {
        "id": row.public_id,
        "home": home_ref(row.home),
        "share": str(row.share.normalize()),
        "since": row.since,
        "until": row.until,
    }
