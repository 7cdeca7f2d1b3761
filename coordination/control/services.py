"""The only writers of alarms."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.models import Role, User, UserProject
from crm.audit.services import record
from crm.errors import IllegalMove
from crm.messages import services as messages
from service_desk.directives.states import OPEN as OPEN_DIRECTIVES

from .models import Alarm, AlarmKind

# Who hears of it: at 100 % of the time the supervisor, at 150 % the level above him.
LEVELS = {100: (AlarmKind.OVERDUE, 1), 150: (AlarmKind.LONG_OVERDUE, 2)}
LISTENERS = {1: Role.SUPERVISOR, 2: Role.EXECUTIVE}


@transaction.atomic
def raise_for_deadline(actor, deadline, *, percent: int, now: datetime) -> Alarm | None:
    """A deadline reached a level: an alarm. Whom to tell is the desk's rule, and the desk has told them.

    None below 100 % (the desk sees that on its own clock), where it was met in the meantime, and where this
    level has rung before.
    """
    if percent not in LEVELS or deadline.met_at or deadline.cancelled_at:
        return None
    kind, level = LEVELS[percent]
    return _ring(deadline.case, kind=kind, level=level, deadline=deadline, now=now)


@transaction.atomic
def raise_for_nobody(actor, case, *, now: datetime) -> Alarm | None:
    """Nobody could be found to take a case."""
    return _ring(case, kind=AlarmKind.NOBODY, level=1, deadline=None, now=now)


@transaction.atomic
def raise_for_silence(actor, case, *, now: datetime) -> Alarm | None:
    """All return visits of the round are made and nothing was answered: a person decides, no machine guesses."""
    return _ring(case, kind=AlarmKind.SILENT, level=1, deadline=None, now=now)


@transaction.atomic
def raise_for_directive(actor, directive, *, now: datetime) -> Alarm | None:
    """A directive was not carried out by its day. None where it has ended meanwhile, or stands in no project."""
    if directive.status not in OPEN_DIRECTIVES or directive.project_id is None:
        return None
    return _ring(
        directive.case, kind=AlarmKind.DIRECTIVE, level=1, deadline=None, directive=directive, now=now
    )


@transaction.atomic
def take(actor, alarm: Alarm, *, because: str, now: datetime) -> Alarm:
    """A supervisor takes the alarm on himself; what he means to do is kept. Taken already: IllegalMove."""
    row = Alarm.objects.select_for_update(no_key=True).get(pk=alarm.pk)
    if row.taken_at is not None:
        raise IllegalMove(_("Somebody has taken this already."))
    row.taken_by, row.taken_at, row.taken_because = actor, now, because.strip()
    row.save(update_fields=["taken_by", "taken_at", "taken_because"])
    record(actor, "alarms.take", row, now=now)
    return row


def _ring(case, *, kind: str, level: int, deadline, directive=None, now: datetime) -> Alarm | None:
    about = directive or case
    alarm, made = Alarm.objects.get_or_create(
        case=case,
        kind=kind,
        deadline=deadline,
        directive=directive,
        defaults={"project": about.project, "level": level, "raised_at": now},
    )
    if not made:
        return None
    for person in _listeners(about.project_id, LISTENERS[level]) if deadline is None else ():
        _write_to(person, about, alarm, now)
    return alarm


def _listeners(project_id: int, role: Role):
    """The people of this role in the project who can be written to."""
    there = UserProject.objects.filter(project_id=project_id, roles__contains=[role.value])
    return User.objects.filter(pk__in=there.values("user_id"), is_active=True).exclude(email="")


def _write_to(person: User, about, alarm: Alarm, now: datetime) -> None:
    """In-house mail names the case or directive and nobody: the number leads to the page that checks the scope."""
    with translation.override(person.language):
        sentence = (
            _("Directive %(number)s: %(kind)s") if alarm.directive_id else _("Case %(number)s: %(kind)s")
        )
        messages.send(
            to=person.email,
            channel="mail",
            subject=sentence % {"number": about.number, "kind": AlarmKind(alarm.kind).label},
            body=f"{settings.PUBLIC_URL.rstrip('/')}{reverse('coordination:alarms')}",
            language=person.language,
            subject_ref=f"alarm:{alarm.public_id}",
            now=now,
        )
