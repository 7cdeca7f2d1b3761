"""The only writers of the journal, and of the reminders of its tasks."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, NotAllowed, Refused, Stale
from crm.messages import services as messages
from owners.people.models import Owner
from owners.prospects.keeping import follow as follow_prospects

from . import rules
from .models import JournalEntry, JournalWording
from .states import Audience, CallOutcome, Direction, EntryKind


def write_note(
    actor, owner: Owner, *, text: str, audience: str = Audience.SERVING, pinned: bool = False, now: datetime
) -> JournalEntry:
    """Write a note on an owner's card."""
    return _write(
        actor, owner, EntryKind.NOTE, text=_said(text), audience=audience, pinned=pinned, at=now, now=now
    )


@transaction.atomic
def log_call(
    actor,
    owner: Owner,
    *,
    direction: str,
    outcome: str,
    minutes: int | None = None,
    text: str = "",
    audience: str = Audience.SERVING,
    at: datetime | None = None,
    next_step: str = "",
    due_at: datetime | None = None,
    assignee=None,
    now: datetime,
) -> JournalEntry:
    """Write down a call; its next step becomes a task in the same moment, whoever calls it his."""
    _check_call(direction, outcome, minutes, at, now)
    if next_step.strip() and due_at is None:
        raise Refused(fields={"due_at": _("Say until when the next step is to be done.")})
    call = _write(
        actor,
        owner,
        EntryKind.CALL,
        text=_said(text, needed=False),
        audience=audience,
        direction=direction,
        outcome=outcome,
        minutes=minutes,
        at=at or now,
        now=now,
    )
    if next_step.strip():
        set_task(
            actor,
            owner,
            text=next_step,
            due_at=due_at,
            assignee=assignee,
            audience=audience,
            follows=call,
            now=now,
        )
    follow_prospects([owner.pk], now=now)  # a call in which we spoke makes a sale likelier
    return call


def set_task(
    actor,
    owner: Owner,
    *,
    text: str,
    due_at: datetime | None,
    assignee=None,
    audience: str = Audience.SERVING,
    follows: JournalEntry | None = None,
    now: datetime,
) -> JournalEntry:
    """Something to do for an owner, by somebody, until a moment; without a name it is one's own."""
    assignee = assignee or actor
    _check_task(owner, due_at, assignee, now)
    return _write(
        actor,
        owner,
        EntryKind.TASK,
        text=_said(text),
        audience=audience,
        due_at=due_at,
        assignee=assignee,
        follows=follows,
        at=now,
        now=now,
    )


@transaction.atomic
def finish(actor, entry: JournalEntry, *, now: datetime) -> JournalEntry:
    """A task is done. Done already: IllegalMove."""
    row = _locked(entry)
    if not row.is_open_task:
        raise IllegalMove(_("This task is done already."))
    row.done_at, row.done_by = now, actor
    return _kept(actor, row, "journal.finish", ["done_at", "done_by"], now)


@transaction.atomic
def take_up_again(actor, entry: JournalEntry, *, now: datetime) -> JournalEntry:
    """A task that was ticked off by mistake is open again."""
    row = _locked(entry)
    if row.kind != EntryKind.TASK or row.done_at is None:
        raise IllegalMove(_("This task is open."))
    row.done_at = row.done_by = None
    return _kept(actor, row, "journal.take_up_again", ["done_at", "done_by"], now)


@transaction.atomic
def reschedule(
    actor, entry: JournalEntry, *, due_at: datetime, assignee=None, version: int, now: datetime
) -> JournalEntry:
    """Another day, or another person, for an open task; it reminds anew."""
    row = _locked(entry, version)
    if row.kind != EntryKind.TASK:
        raise IllegalMove(_("Only a task has a day and somebody to do it."))
    if not row.is_open_task:
        raise IllegalMove(_("This task is done already."))
    assignee = assignee or row.assignee
    _check_task(row.owner, due_at, assignee, now)
    row.due_at, row.assignee, row.reminded_at = due_at, assignee, None
    return _kept(actor, row, "journal.reschedule", ["due_at", "assignee", "reminded_at"], now)


@transaction.atomic
def reword(actor, entry: JournalEntry, *, text: str, version: int, now: datetime) -> JournalEntry:
    """Correct one's own entry within a few minutes; how it read before is kept."""
    row = _locked(entry, version)
    if not rules.may_reword(row, actor.pk, now):
        raise IllegalMove(_("Only who wrote it may change it, and only in the first quarter of an hour."))
    text = _said(text, needed=row.kind != EntryKind.CALL)
    if text == row.text:
        return row
    JournalWording.objects.create(entry=row, version=row.version, text=row.text, until=now, replaced_by=actor)
    row.text, row.edited_at = text, now
    return _kept(actor, row, "journal.reword", ["text", "edited_at"], now)


@transaction.atomic
def change(actor, entry: JournalEntry, *, version: int, now: datetime, **said) -> JournalEntry:
    """Several of text, due_at, assignee and pinned at once, by the version that was read."""
    row = _locked(entry, version)
    if "text" in said:
        row = reword(actor, row, text=said["text"], version=row.version, now=now)
    if "due_at" in said or "assignee" in said:
        due_at, assignee = said.get("due_at", row.due_at), said.get("assignee")
        row = reschedule(actor, row, due_at=due_at, assignee=assignee, version=row.version, now=now)
    if "pinned" in said:
        row = pin(actor, row, pinned=said["pinned"], now=now)
    return row


@transaction.atomic
def pin(actor, entry: JournalEntry, *, pinned: bool, now: datetime) -> JournalEntry:
    """Keep an entry in sight at the top of the card, or let it go with the others."""
    row = _locked(entry)
    if row.pinned == pinned:
        return row
    row.pinned = pinned
    return _kept(actor, row, "journal.pin", ["pinned"], now)


@transaction.atomic
def remove(actor, entry: JournalEntry, *, supervises: bool = False, now: datetime) -> JournalEntry:
    """Take an entry off the card: one's own, or as a supervisor anybody's. It can be brought back."""
    row = _locked(entry)
    if row.author_id != actor.pk and not supervises and not actor.unrestricted:
        raise NotAllowed(verb="journal.supervise")
    row.removed_at, row.removed_by = now, actor
    _kept(actor, row, "journal.remove", ["removed_at", "removed_by"], now)
    follow_prospects([row.owner_id], now=now)
    return row


@transaction.atomic
def bring_back(actor, entry: JournalEntry, *, supervises: bool = False, now: datetime) -> JournalEntry:
    """Undo a removal: by whoever removed it, who wrote it, or a supervisor."""
    row = JournalEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    if row.removed_at is None:
        raise IllegalMove(_("This entry stands where it was."))
    if actor.pk not in (row.author_id, row.removed_by_id) and not supervises and not actor.unrestricted:
        raise NotAllowed(verb="journal.supervise")
    row.removed_at = row.removed_by = None
    _kept(actor, row, "journal.bring_back", ["removed_at", "removed_by"], now)
    follow_prospects([row.owner_id], now=now)
    return row


@transaction.atomic
def remind(*, now: datetime, limit: int = 100) -> int:
    """Write once to whoever has a task that has come due. Returns how many there were; the relay asks.

    Rows that another relay holds are left to it; the note that it reminded and the message are one transaction.
    """
    rows = JournalEntry.objects.open_tasks().filter(reminded_at=None, due_at__lte=now)
    rows = rows.select_for_update(no_key=True, skip_locked=True, of=("self",))
    due = list(rows.select_related("assignee", "owner").order_by("due_at")[:limit])
    for row in due:
        row.reminded_at = now
        if row.assignee.email and row.assignee.is_active:
            _write_to(row.assignee, row, now)
    JournalEntry.objects.bulk_update(due, ["reminded_at"])
    return len(due)


def _write_to(person, task: JournalEntry, now: datetime) -> None:
    """In-house mail names the owner's number and nobody: the number leads to the page that checks the scope."""
    with translation.override(person.language):
        messages.send(
            to=person.email,
            channel="mail",
            subject=_("Task due: owner %(number)s") % {"number": task.owner.number},
            body=f"{settings.PUBLIC_URL.rstrip('/')}{reverse('owners:tasks')}",
            language=person.language,
            subject_ref=f"journal:{task.public_id}",
            now=now,
        )


@transaction.atomic
def _write(actor, owner, kind, *, audience, now, **said) -> JournalEntry:
    if audience not in Audience.values:
        raise Refused(fields={"audience": _("Choose one of the list.")})
    row = JournalEntry.objects.create(
        owner=owner, kind=kind, audience=audience, author=actor, written_at=now, **said
    )
    record(actor, "journal.write", row, now=now, after={"kind": kind, "owner": owner.number})
    return row


def _locked(entry: JournalEntry, version: int | None = None) -> JournalEntry:
    rows = JournalEntry.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("owner", "author", "assignee").get(pk=entry.pk)
    if row.removed_at is not None:
        raise IllegalMove(_("This entry has been removed. Bring it back first."))
    if version is not None and row.version != version:
        raise Stale(yours=version, current=row.version)
    return row


def _kept(actor, row: JournalEntry, verb: str, changed: list[str], now: datetime) -> JournalEntry:
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    record(actor, verb, row, now=now, after={"changed": changed})
    return row


def _said(text: str, *, needed: bool = True) -> str:
    text = (text or "").strip()
    if needed and not text:
        raise Refused(fields={"text": _("Write a few words.")})
    if len(text) > rules.LONGEST_TEXT:
        raise Refused(fields={"text": _("At most %(length)s characters.") % {"length": rules.LONGEST_TEXT}})
    return text


def _check_call(direction, outcome, minutes, at, now) -> None:
    wrong = {}
    if direction not in Direction.values:
        wrong["direction"] = _("Choose one of the list.")
    if outcome not in CallOutcome.values:
        wrong["outcome"] = _("Choose one of the list.")
    if minutes is not None and not 0 <= minutes <= rules.LONGEST_CALL:
        wrong["minutes"] = _("Between 0 and %(most)s minutes.") % {"most": rules.LONGEST_CALL}
    if at is not None and at > now:
        wrong["at"] = _("This moment has not come yet.")
    if wrong:
        raise Refused(fields=wrong)


def _check_task(owner: Owner, due_at, assignee, now: datetime) -> None:
    wrong = {}
    if due_at is None:
        wrong["due_at"] = _("Say until when it is to be done.")
    elif due_at < now:
        wrong["due_at"] = _("This moment has passed.")
    if not Owner.objects.visible_to(assignee, "journal.view").filter(pk=owner.pk).exists():
        wrong["assignee"] = _("Who has to do it must be able to open this card.")
    if wrong:
        raise Refused(fields=wrong)
