"""Whoever gave a promise hears that its day has passed; two working days later, where nobody has said what became of
it, his supervisor does. Each level once: what was told stands in the promise's row, written with the messages."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.models import User, UserProject
from crm.accounts.permissions import may
from crm.calendars.arithmetic import add_working_days
from crm.calendars.services import calendar_for
from crm.events.services import publish
from crm.messages import services as messages
from service_desk.clocks.in_force import policy_in_force
from service_desk.promises.events import PromiseOverdue
from service_desk.promises.models import Promise

GRACE = 2  # working days until the supervisor hears of it
EARLIEST = timedelta(hours=14)  # somewhere it is tomorrow already
ONE_UP = "100"  # the level of the rules of the deadlines that names who is one level up


@transaction.atomic
def tell_overdue(*, now: datetime, limit: int = 100) -> int:
    """Tell of up to `limit` promises whose day has passed, as days are counted where the project stands; each becomes
    a fact once. Returns how many were told of; the relay asks."""
    late = [
        row for row in _held(limit, told_at=None, due_on__lt=(now + EARLIEST).date()) if _is_over(row, now)
    ]
    for row in late:
        row.told_at = now
        row.tell_again_on = add_working_days(calendar_for(row.case.project), now, GRACE).date()
        fact = PromiseOverdue(case_id=row.case_id, promise_id=row.pk, owner_id=row.case.owner_id)
        publish(fact, now=now)
        _write_to(_who_promised(row) or _one_up(row, now), row, "mine", now)
    again = _held(limit - len(late), tell_again_on__lte=now.date()) if len(late) < limit else []
    for row in again:
        row.tell_again_on = None
        _write_to(_one_up(row, now), row, "overdue", now)
    Promise.objects.bulk_update([*late, *again], ["told_at", "tell_again_on"])
    return len(late) + len(again)


def _held(limit: int, **which) -> list[Promise]:
    rows = Promise.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).open()
    rows = rows.filter(**which).select_related("case__project__city", "case__assignee", "promised_by")
    return list(rows.order_by("due_on", "id")[:limit])


def _is_over(promise: Promise, now: datetime) -> bool:
    return promise.due_on < now.astimezone(ZoneInfo(promise.case.project.timezone)).date()


def _who_promised(promise: Promise) -> list[User]:
    """Who gave it, and who has the case now; whoever has left or reads its cases no more is not written to."""
    people = {person.pk: person for person in (promise.promised_by, promise.case.assignee) if person}
    project = promise.case.project
    return [
        person
        for person in people.values()
        if person.is_active and not person.is_system and may(person, "promises.view", project=project)
    ]


def _one_up(promise: Promise, now: datetime) -> list[User]:
    """Those of the project whose roles the rules of the deadlines name for what is late."""
    roles = list(policy_in_force(now=now).escalation.get(ONE_UP, ()))
    there = UserProject.objects.filter(project=promise.case.project_id, roles__overlap=roles)
    people = User.objects.filter(pk__in=there.values("user_id"), is_active=True, is_system=False)
    return list(people.order_by("pk"))


def _write_to(people: list[User], promise: Promise, view: str, now: datetime) -> None:
    """In-house mail names the case and nobody; the address leads to a page that checks the scope."""
    for person in people:
        if not person.email:
            continue
        with translation.override(person.language):
            subject = _("Case %(number)s: a promise to the owner is overdue") % {
                "number": promise.case.number
            }
            messages.send(
                to=person.email,
                channel="mail",
                subject=subject,
                body=f"{settings.PUBLIC_URL.rstrip('/')}{reverse('desk:promise_register')}?view={view}",
                language=person.language,
                subject_ref=f"promise:{promise.public_id}",
                now=now,
            )
