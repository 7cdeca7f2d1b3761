"""How a crisis stands at one moment, as plain values that can be kept and printed years later."""

from collections import Counter
from datetime import datetime

from service_desk.crisis.models import Crisis
from service_desk.crisis.states import StatementStatus


def snapshot(crisis: Crisis, *, since: datetime, now: datetime) -> dict:
    """Figures, the statement in force, who is in charge, and what has happened since the last report."""
    members = list(crisis.members.select_related("case__home"))
    posts = list(crisis.posts.order_by("posted_at", "pk"))
    current = crisis.statements.filter(status=StatementStatus.PUBLISHED).first()
    return {
        "title": crisis.title,
        "facts": crisis.facts,
        "trigger": crisis.trigger,
        "spokesperson": str(crisis.spokesperson),
        "duties": [
            {"task": duty.task, "person": str(duty.person)}
            for duty in crisis.duties.filter(ended_at=None).select_related("person").order_by("task")
        ],
        "cases": [
            {"number": row.case.number, "status": row.case.status, "severity": row.case.severity}
            for row in members
        ],
        "case_statuses": dict(Counter(row.case.status for row in members)),
        "homes": len({row.case.home_id for row in members if row.case.home_id}),
        "statement": _statement(current),
        "posts": _posts(posts, now),
        "contacts": _contacts(crisis, since),
        "legal": _legal(crisis),
    }


def _statement(current) -> dict | None:
    if current is None:
        return None
    return {
        "version": current.version,
        "texts": current.texts,
        "published_at": current.published_at.isoformat(),
        "published_by": str(current.published_by),
        "approved_by": str(current.approved_by),
    }


def _posts(posts, now: datetime) -> dict:
    waiting = [post for post in posts if post.answered_at is None]
    return {
        "all": len(posts),
        "answered": len(posts) - len(waiting),
        "in_time": sum(bool(post.answered_at and post.answered_at <= post.due_at) for post in posts),
        "late": sum(post.due_at < now for post in waiting),
        "waiting": [
            {"platform": post.platform, "words": post.words, "posted_at": post.posted_at.isoformat()}
            for post in waiting
        ],
    }


def _contacts(crisis: Crisis, since: datetime) -> list[dict]:
    new = {"kept_at__gte": since} if since == crisis.opened_at else {"kept_at__gt": since}
    rows = crisis.contacts.filter(**new).select_related("by").order_by("at", "pk")
    return [
        {
            "at": row.at.isoformat(),
            "by": str(row.by),
            "outward": row.outward,
            "way": row.way,
            "counterpart": row.counterpart,
            "said": row.said,
            "adds": row.adds_to_id is not None,
        }
        for row in rows
    ]


def _legal(crisis: Crisis) -> list[dict]:
    rows = crisis.legal_steps.filter(done_at=None).order_by("due_on", "on")
    return [
        {
            "kind": row.kind,
            "on": row.on.isoformat(),
            "due_on": row.due_on.isoformat() if row.due_on else "",
            "counsel": row.counsel,
            "about": row.about,
        }
        for row in rows
    ]
