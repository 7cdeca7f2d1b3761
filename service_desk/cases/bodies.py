"""A case as plain values, in the shape of `CaseSerializer`, without the price of a serializer."""

from datetime import datetime

from django.utils import timezone

from service_desk.cases.queue import labels


def case_body(case) -> dict:
    """What `CaseSerializer` would give for this case; a test holds the two together."""
    words = labels()
    return {
        "number": case.number,
        "version": case.version,
        **_labelled(case, words, "kind", "channel"),
        "words": case.words,
        "summary": case.summary,
        "language": case.language,
        "subject": case.subject,
        "subject_label": words.get(("subject", case.subject.partition(".")[0]), case.subject),
        "impact": case.impact,
        **_labelled(case, words, "emotion", "severity"),
        "severity_because": case.severity_because,
        "severity_confirmed": case.severity_confirmed_by_id is not None,
        "demand": _money(case.demand_amount, case.currency),
        **_labelled(case, words, "status"),
        "round": case.round,
        "substantiated": case.substantiated,
        **_named(case),
        "received_at": _local(case.received_at),
        "due_at": _local(case.due_at),
        "result": case.result,
        "completed_at": _local(case.completed_at),
        "closed_at": _local(case.closed_at),
    }


def _labelled(case, words: dict, *fields: str) -> dict:
    pairs = {}
    for field in fields:
        value = str(getattr(case, field))
        pairs[field], pairs[f"{field}_label"] = value, words.get((field, value), value)
    return pairs


def _named(case) -> dict:
    owner, home, person = case.owner, case.home, case.assignee
    return {
        "responsible": _place(case.responsible),
        "project": _place(case.project),
        "owner": {"number": owner.number, "name": owner.name} if owner else None,
        "home": {"number": home.public_number, "label": home.number} if home else None,
        "assignee": {"username": person.username, "name": person.display_name} if person else None,
    }


def _place(place) -> dict | None:
    return {"code": place.code, "label": place.label} if place else None


def _money(amount: int | None, currency: str) -> dict | None:
    return None if amount is None else {"amount": amount, "currency": currency}


def _local(moment: datetime | None) -> str | None:
    """As the framework writes times: in the active time zone, UTC as Z."""
    written = timezone.localtime(moment).isoformat() if moment else None
    return written.removesuffix("+00:00") + "Z" if written and written.endswith("+00:00") else written
