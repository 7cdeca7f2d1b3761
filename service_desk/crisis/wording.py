"""A report in words: what was kept as plain values, in the reader's language."""

from datetime import date, datetime

from django.conf import settings
from django.utils.translation import get_language

from service_desk.cases.queue import labels
from service_desk.crisis.terms import LegalKind, Task, Trigger, Way


def _said(choices, value: str) -> str:
    return str(dict(choices.choices).get(value, value))


def _moment(text: str):
    return datetime.fromisoformat(text) if text else None


def _day(text: str):
    return date.fromisoformat(text) if text else None


def by_language(texts: dict) -> list[tuple[str, str, str]]:
    """(code, name, text) for each language that has a text, the reader's own first."""
    own = get_language()
    told = [(code, name, texts[code]) for code, name in settings.LANGUAGES if texts.get(code)]
    return sorted(told, key=lambda row: row[0] != own)


def report(row) -> dict:
    """The parts of a report for the page; one that was emptied with an erasure has none."""
    kept = row.snapshot or {}
    known = labels()
    statement = kept.get("statement")
    return {
        "title": kept.get("title", ""),
        "facts": kept.get("facts", ""),
        "trigger": _said(Trigger, kept.get("trigger", "")),
        "spokesperson": kept.get("spokesperson", ""),
        "duties": [(_said(Task, duty["task"]), duty["person"]) for duty in kept.get("duties", ())],
        "cases": [
            {**case, "status_label": known.get(("status", case["status"]), case["status"])}
            for case in kept.get("cases", ())
        ],
        "statuses": [
            (known.get(("status", status), status), count)
            for status, count in kept.get("case_statuses", {}).items()
        ],
        "homes": kept.get("homes", 0),
        "statement": statement and {**statement, "published_at": _moment(statement["published_at"])},
        "texts": by_language(statement["texts"]) if statement else [],
        "posts": kept.get("posts", {}),
        "waiting": [
            {**post, "posted_at": _moment(post["posted_at"])}
            for post in kept.get("posts", {}).get("waiting", ())
        ],
        "contacts": [
            {**entry, "at": _moment(entry["at"]), "way_label": _said(Way, entry["way"])}
            for entry in kept.get("contacts", ())
        ],
        "legal": [
            {
                **step,
                "kind_label": _said(LegalKind, step["kind"]),
                "on": _day(step["on"]),
                "due_on": _day(step["due_on"]),
            }
            for step in kept.get("legal", ())
        ],
    }
