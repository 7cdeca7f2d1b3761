"""Writers of drafts, of who is here, and of mentions."""

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User, UserProject
from crm.accounts.permissions import VERBS
from crm.errors import Refused
from service_desk.conversation import rules
from service_desk.conversation.models import Draft, Mention, Presence

DRAFTS_KEPT = timedelta(days=30)
PRESENCE_KEPT = timedelta(days=1)
NAMED_AT_MOST = 20


def keep_draft(actor, *, form: str, said: str, case=None, owner=None, now: datetime) -> bool:
    """Keep what stands in a form; with nothing in it the draft goes. Whether one is kept now."""
    fields = rules.draft_of(said)
    if fields is None or not form or len(form) > Draft._meta.get_field("form").max_length:
        raise Refused(_("This draft cannot be kept."), code="draft_unreadable")
    if not fields:
        drop_draft(actor, form=form, now=now)
        return False
    given = {"fields": json.dumps(fields, ensure_ascii=False), "at": now, "case": case, "owner": owner}
    Draft.objects.update_or_create(user=actor, form=form, defaults=given)
    return True


def drop_draft(actor, *, form: str, now: datetime) -> None:
    """What was sent needs no draft any more; what was typed after that keeps its own."""
    Draft.objects.filter(user=actor, form=form, at__lte=now).delete()


@transaction.atomic
def be_present(actor, case, *, doing: str = "", now: datetime) -> None:
    """Say that somebody has the case open, and what he does there; what he was told in its notes he has read."""
    Presence.objects.update_or_create(case=case, user=actor, defaults={"doing": doing[:24], "seen_at": now})
    Mention.objects.filter(user=actor, read_at=None, message__case=case).update(read_at=now)


def leave(actor, case, *, now: datetime) -> None:
    """He has closed the page; where it was seen open elsewhere after that, he stays."""
    Presence.objects.filter(case=case, user=actor, seen_at__lte=now).delete()


def mention(message, *, now: datetime) -> list[User]:
    """Tell the colleagues who are named in a note; who may not read the case is not told of it."""
    names = rules.named_in(message.body)[:NAMED_AT_MOST]
    if not names:
        return []
    people = [person for person in readers_of(message.case.project_id) if person.username.lower() in names]
    people = [person for person in people if person.pk != message.author_id]
    Mention.objects.bulk_create(
        [Mention(message=message, user=person, at=now) for person in people], ignore_conflicts=True
    )
    return people


def readers_of(project_id: int):
    """The people who may read the cases of a project, in the order of their names."""
    rows = UserProject.objects.filter(project=project_id, roles__overlap=sorted(VERBS["cases.view"]))
    people = User.objects.filter(pk__in=rows.values("user_id"), is_active=True, is_system=False)
    return people.order_by("display_name", "pk")


def read_all(actor, *, now: datetime) -> int:
    """Mark all mentions as read; how many there were."""
    return Mention.objects.filter(user=actor, read_at=None).update(read_at=now)


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Drop drafts with which nobody has gone on, and people who left long ago; how many drafts."""
    Presence.objects.filter(seen_at__lt=now - PRESENCE_KEPT).delete()
    return Draft.objects.filter(at__lt=now - DRAFTS_KEPT).delete()[0]
