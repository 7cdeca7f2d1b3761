"""Reading drafts, who is here, and mentions."""

import json
from datetime import datetime
from functools import cache

from crm.accounts.models import UserProject
from crm.accounts.permissions import VERBS, projects_for
from crm.privacy.cipher import Unreadable
from crm.reading import Open, Worded, worded
from service_desk.cases import hanging
from service_desk.conversation import rules
from service_desk.conversation.models import Draft, Mention, Presence

COUNTED = 99


def drafts_of(user, *, case=None, form: str = "") -> dict[str, dict]:
    """What somebody has begun and not sent, by the name of its form: on one case, or in one form."""
    rows = Draft.objects.filter(form=form) if case is None else hanging.of(case, Draft)
    try:
        return {row.form: json.loads(row.fields) for row in rows.filter(user=user)}
    except Unreadable:  # the key is gone: the draft with it
        return {}


def others_at(user, case, *, now: datetime) -> list[Presence]:
    """Who else has the case open at the moment."""
    rows = Presence.objects.filter(case=case, seen_at__gt=now - rules.LEASE).exclude(user=user)
    return list(rows.select_related("user").order_by("user__display_name", "user_id"))


def mentions_of(user):
    """Where somebody was named, newest first."""
    rows = _still_readable(user).select_related("message__author", "message__case__project")
    return rows.order_by("-at", "-id")


def unread(user) -> int:
    """How many mentions he has not read; more than a hundred are not counted."""
    if user.unrestricted:
        return _still_readable(user).filter(read_at=None)[: COUNTED + 1].count()
    return len(_unread().rows({"user": user.pk}))


@cache
def _unread() -> Worded:
    mine = Mention.objects.filter(user=Open("user"), read_at=None)
    in_sight = UserProject.objects.filter(user=Open("user"), roles__overlap=sorted(VERBS["cases.view"]))
    rows = mine.filter(message__case__project__in=in_sight.values("project_id"))
    return worded(rows.values_list("pk")[: COUNTED + 1])


def _still_readable(user):
    """His mentions, but for those in cases that he reads no longer: who leaves a project leaves its words there."""
    rows = Mention.objects.filter(user=user)
    return (
        rows
        if user.unrestricted
        else rows.filter(message__case__project__in=projects_for(user, "cases.view"))
    )
