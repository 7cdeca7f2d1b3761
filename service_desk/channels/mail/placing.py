"""Putting one mail where it belongs: the only place that gives a mail its status."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm.errors import Refused
from owners.days import day_of
from owners.selectors import homes_of
from service_desk.cases import services as cases
from service_desk.cases.models import Case, CaseMessage
from service_desk.cases.states import OPEN
from service_desk.cases.terms import CaseKind, Channel, Subject
from service_desk.channels.mail import threads
from service_desk.channels.mail.models import IncomingMail, UnreachedAddress
from service_desk.channels.mail.selectors import owners_at
from service_desk.channels.mail.states import MailStatus
from service_desk.intake.inquiries import register_inquiry
from service_desk.intake.languages import language_of
from service_desk.linking.selectors import goes_on_as
from service_desk.linking.services import relate

NAME_LENGTH = 120


def _move_mail(mail: IncomingMail, to: MailStatus, *, now: datetime, by=None, **changes) -> None:
    """The one line that gives a mail its status; the trigger refuses what is not in MOVES."""
    mail.status = to
    changes |= {"settled_at": now, "settled_by": by}
    for name, value in changes.items():
        setattr(mail, name, value)
    mail.save(update_fields=["status", *changes])


def hold(mail: IncomingMail, reason: str, *, suggested: Case | None = None, now: datetime) -> None:
    """Let it wait for a person, with the reason and, where one is named, the case it may belong to."""
    _move_mail(mail, MailStatus.HELD, now=now, reason=reason, suggested=suggested)


def repeat(mail: IncomingMail, first: IncomingMail, *, now: datetime) -> None:
    """It said the same before: it is where the first one is."""
    _move_mail(mail, MailStatus.REPEAT, now=now, repeats=first, case=first.case)


def report(mail: IncomingMail, letter, *, now: datetime) -> None:
    """It told what became of a letter of ours."""
    _move_mail(mail, MailStatus.OUTCOME, now=now, letter=letter)


def discard(actor, mail: IncomingMail, *, why: str = "", now: datetime) -> None:
    _move_mail(mail, MailStatus.DISCARDED, now=now, by=actor, discarded_as=why)


def take_back(actor, mail: IncomingMail, *, now: datetime) -> None:
    _move_mail(mail, MailStatus.HELD, now=now, by=actor, discarded_as="")


@transaction.atomic
def open_case(actor, mail: IncomingMail, *, kind: str = "", project=None, by=None, now: datetime) -> Case:
    """A new case of what a mail says: of the owner whose address it comes from, else of a new prospect."""
    people = owners_at(mail.sender)
    owner = people[0] if len(people) == 1 else None
    project = project or _project_for(owner, mail)
    if owner and not owner.scopes.filter(project=project).exists():
        owner = None
    words = words_of(mail)
    usual = owner.language if owner else mail.mailbox.language
    said = {
        "project": project,
        "channel": Channel.MAIL,
        "words": words,
        "summary": threads.untagged(mail.subject)[:300],
        "language": usual if owner else language_of(words, usual),
        "subject": Subject.OTHER,
        "received_at": min(mail.arrived_at, now),
        "now": now,
    }
    case = _register(actor, mail, owner, bool(people), kind, project, now, said)
    _settle(mail, MailStatus.CASE, case, None, by, now)
    return case


def _register(actor, mail, owner, known: bool, kind: str, project, now: datetime, said: dict) -> Case:
    if owner is None and not known and kind in ("", CaseKind.INQUIRY) and mail.sender:
        name = (mail.sender_name or mail.sender.partition("@")[0])[:NAME_LENGTH]
        try:
            return register_inquiry(actor, name=name, email=mail.sender, **said)[0]
        except Refused:  # an address or a name that nobody can be entered under: a case of nobody yet
            kind = CaseKind.INQUIRY
    usual = mail.mailbox.kind_of_owners if owner or known else CaseKind.INQUIRY
    home = _home_of(owner, project, now) if owner else None
    return cases.register(actor, owner=owner, home=home, kind=kind or usual, asked=False, **said)


def words_of(mail: IncomingMail) -> str:
    """What it says; the subject where it says nothing else; that there are files where it has only these."""
    if mail.words.strip():
        return mail.words
    if threads.untagged(mail.subject):
        return threads.untagged(mail.subject)
    with translation.override(mail.mailbox.language):
        return _("(a mail without words; see its files)") if mail.files else _("(a mail without words)")


def _project_for(owner, mail: IncomingMail):
    """The mailbox's own project; that of the owner where he has only to do with one other."""
    project = mail.mailbox.project
    if owner is None:
        return project
    projects = [
        scope.project for scope in owner.scopes.select_related("project__city").order_by("since", "pk")
    ]
    if not projects or any(one.pk == project.pk for one in projects):
        return project
    return projects[0]


def _home_of(owner, project, now: datetime):
    homes = [held.home for held in homes_of([owner.pk], day_of(now))[owner.pk]]
    here = [home for home in homes if home.project_id == project.pk]
    return here[0] if len(here) == 1 else None


@transaction.atomic
def add_to(
    actor, mail: IncomingMail, case: Case, *, automatic: bool = False, by=None, now: datetime
) -> CaseMessage | Case:
    """Add what a mail says to a case. What answers a closed one opens another that names it: nobody would look there.

    What a machine wrote is a note: it is no news of the owner, and moves and stops nothing. What answers a case that
    was merged goes to the one that goes on.
    """
    case = goes_on_as(case)
    if automatic:
        body = _("An answering machine wrote: %(words)s") % {"words": words_of(mail)[:4_000]}
        message = cases.note(actor, case, body=body, now=now)
    elif case.status not in OPEN:
        return _follow(actor, mail, case, by, now)
    else:
        message = cases.add_owner_words(actor, case, body=words_of(mail), now=now)
        _reached_again(mail)
    _settle(mail, MailStatus.MESSAGE, case, message, by, now)
    return message


def _follow(actor, mail: IncomingMail, case: Case, by, now: datetime) -> Case:
    """A case that goes on where a closed one ended."""
    following = cases.register(
        actor,
        project=case.project,
        owner=case.owner,
        home=case.home,
        kind=case.kind,
        channel=Channel.MAIL,
        words=words_of(mail),
        summary=threads.untagged(mail.subject)[:300],
        language=case.language,
        subject=case.subject,
        received_at=min(mail.arrived_at, now),
        asked=False,
        now=now,
    )
    relate(
        actor, following, to=case, because=_("The owner answered a letter about the closed case."), now=now
    )
    _settle(mail, MailStatus.CASE, following, None, by, now)
    return following


def _settle(mail: IncomingMail, to: MailStatus, case: Case, message, by, now: datetime) -> None:
    _reached_again(mail)
    _move_mail(mail, to, now=now, by=by, case=case, message=message)


def _reached_again(mail: IncomingMail) -> None:
    """Whoever writes can be written to."""
    if mail.sender_index:
        UnreachedAddress.objects.filter(address_index=bytes(mail.sender_index)).delete()
