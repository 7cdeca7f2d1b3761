"""Taking a form of the web, and the links by which its writer follows it. The only writers of both."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.services import system_user
from crm.audit.services import record
from crm.errors import Refused, TooMany
from crm.privacy import blind_index
from crm.text.bigrams import normalise
from owners.people.rules import email_is_plausible, phone_is_plausible, plain_phone
from service_desk.attachments import services as attachments
from service_desk.attachments.models import Stage
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.cases.states import CaseStatus
from service_desk.cases.terms import CaseKind, Channel, Subject
from service_desk.channels.confirming import services as confirming
from service_desk.channels.mail.selectors import limits
from service_desk.channels.people import Person, home_of, note_who, owner_in
from service_desk.channels.web import holding
from service_desk.channels.web.links import address_of, draw_link
from service_desk.channels.web.models import HeldPhoto, OwnerLink, Purpose, WebReport
from service_desk.intake.inquiries import register_inquiry
from service_desk.intake.languages import language_of
from service_desk.linking.selectors import goes_on_as

LOCK = 0x7765  # "we": two forms of one person come one after the other
SAME_FOR = timedelta(days=30)
MOST_PHOTOS = 8


@dataclass(frozen=True)
class Taken:
    """What became of a form: its case, the secret of its link where it is new, which photos were not taken, and by
    which way its sender was told at once."""

    case: Case
    token: str = ""
    refused: tuple[str, ...] = ()
    told: str = ""

    @property
    def is_new(self) -> bool:
        return bool(self.token)


def take_report(
    *,
    project,
    kind: str,
    words: str,
    person: Person,
    home: str = "",
    language: str,
    impact: dict | None = None,
    photos: list[tuple[str, bytes]] = (),
    held: list[HeldPhoto] = (),
    place: str,
    now: datetime,
) -> Taken:
    """Make a case of a form. The same words of the same person within a month are the case they were, while it goes on;
    photos that come with them this time are put there, as are those `held` since the form came back with an error.

    Too many from one place or one person are refused for a while. A photo that is not taken spoils nothing: it is
    said on the case and to the writer.
    """
    _check(kind, words, person)
    with transaction.atomic():
        taken = _register(project, kind, words, person, home, language, impact or {}, place, now)
    actor = system_user("web")
    room = max(MOST_PHOTOS - len(held), 0)
    looks = [partial(holding.seen, one) for one in held]
    looks += [partial(holding.looked_at, *one, place=place, now=now) for one in photos[:room]]
    names = [one.name for one in held] + [name for name, _content in photos]
    wrong = [_photo(actor, taken.case, *one, now) for one in zip(names, looks, strict=False)]
    wrong += [f"{name[:80]}: {too_many()}" for name, _content in photos[room:]]
    wrong = tuple(filter(None, wrong))
    holding.let_go(held)
    if wrong:
        body = _("Photos of the form that were not taken:") + "\n" + "\n".join(wrong)
        cases.note(actor, taken.case, body=body, now=now)
    return replace(taken, refused=wrong)


def _check(kind: str, words: str, person: Person) -> None:
    wrong = {}
    if kind not in CaseKind.values:
        wrong["kind"] = _("This choice is not known.")
    if not words.strip():
        wrong["words"] = _("Please tell us what it is about.")
    if not person.says_who:
        wrong["phone"] = _("Please leave a telephone number or an e-mail address, so that we can answer.")
    if person.phone.strip() and not phone_is_plausible(plain_phone(person.phone)):
        wrong["phone"] = _("This does not look like a telephone number.")
    if person.email.strip() and not email_is_plausible(person.email.strip()):
        wrong["email"] = _("This is not an e-mail address.")
    if wrong:
        raise Refused(fields=wrong)


def _register(project, kind, words, person, home, language, impact, place, now) -> Taken:
    who, where, said = _digests(person, place, words)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, int.from_bytes(who[:4], "big", signed=True)]
        )
    before = _same(who, said, now)
    if before is not None:
        return Taken(before.case)
    _fence(who, where, now)
    actor = system_user("web")
    owner = owner_in(actor, project, person)
    told = {
        "project": project,
        "channel": Channel.WEB,
        "words": words.strip(),
        "language": language_of(words, language) if owner is None else owner.language,
        "subject": Subject.OTHER,
        "impact": impact,
        "received_at": now,
        "now": now,
    }
    if owner is None and kind == CaseKind.INQUIRY:
        name, phone, email = person.name.strip(), person.phone.strip(), person.email.strip()
        name = name or ("" if phone else email.partition("@")[0])
        case = register_inquiry(actor, name=name, phone=phone, email=email, **told)[0]
    else:
        at = home_of(owner, project, home, now=now)
        case = cases.register(actor, owner=owner, home=at, kind=kind, **told)
    note_who(actor, case, person, home=home, now=now)
    WebReport.objects.create(case=case, words_digest=said, person_index=who, place_index=where, sent_at=now)
    token = draw_link(case, Purpose.FOLLOW, now=now)
    return Taken(case, token, told=confirming.confirm_form(case, person, follow=token, now=now))


def _digests(person: Person, place: str, words: str) -> tuple[bytes, bytes, bytes]:
    who = (
        blind_index.of(person.phone, "phone")
        if person.phone.strip()
        else blind_index.of(person.email, "email")
    )
    said = hashlib.sha256(normalise(words).encode()).digest()
    return who, blind_index.of(place, "web.place"), said


def _same(who: bytes, said: bytes, now: datetime) -> WebReport | None:
    rows = WebReport.objects.filter(person_index=who, words_digest=said, sent_at__gt=now - SAME_FOR)
    found = (
        rows.exclude(case__status=CaseStatus.CLOSED).select_related("case__project").order_by("-pk").first()
    )
    if found is None:
        return None
    found.case = goes_on_as(found.case)
    return None if found.case.status == CaseStatus.CLOSED else found


def _fence(who: bytes, where: bytes, now: datetime) -> None:
    held = limits()
    hour, day = now - timedelta(hours=1), now - timedelta(days=1)
    if WebReport.objects.filter(place_index=where, sent_at__gt=hour).count() >= held.reports_an_hour:
        raise TooMany(retry_after=3600)
    if WebReport.objects.filter(person_index=who, sent_at__gt=day).count() >= held.reports_a_day:
        raise TooMany(retry_after=3600)


def too_many() -> str:
    return _("At most %(most)d photos are sent at once; please send the others afterwards.") % {
        "most": MOST_PHOTOS
    }


def _photo(actor, case: Case, name: str, look: Callable[[], attachments.Seen], now: datetime) -> str:
    """Why a photo was not taken; empty where it was."""
    try:
        attachments.keep(actor, case, stage=Stage.PROBLEM, seen=look(), now=now)
    except Refused as refusal:
        return f"{name[:80]}: {refusal.message}"
    return ""


@transaction.atomic
def send_link(actor, case: Case, *, now: datetime) -> str:
    """Write to the owner with a link of his own, by which he answers, decides and signs; by which way it went.

    Earlier ones of the same sort no longer open. Raises Refused where there is no way to him in writing.
    """
    if case.owner is None:
        raise Refused(_("Say first whose case this is."), code="no_owner")
    withdraw_links(actor, case, now=now)
    token = draw_link(case, Purpose.OWNER, now=now)
    with translation.override(case.owner.language):
        words = _(
            "Here you can see your case %(number)s, add words and photos, and tell us what you think of our "
            "proposal: %(link)s\n\nThe link is yours alone; please do not pass it on."
        ) % {"number": case.number, "link": address_of(token, Purpose.OWNER)}
    via = cases.reply(actor, case, body=words, secret=token, now=now).via
    if not via:
        raise Refused(
            _("There is no way to write to this owner: add an e-mail address first."), code="no_way"
        )
    record(actor, "links.sent", case, now=now, after={"via": via})
    return via


def withdraw_links(actor, case: Case, *, now: datetime) -> int:
    """Let the owner's links of a case open nothing any more; how many there were."""
    rows = OwnerLink.objects.filter(case=case, purpose=Purpose.OWNER, revoked_at=None)
    return rows.update(revoked_at=now)
