"""Who an unknown writer or caller may be: owners of the project with the number, address, home or name that he left."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from owners.days import day_of
from owners.finding.owners import find_owners
from owners.selectors import homes_of
from service_desk.cases.models import Case, CaseMessage
from service_desk.cases.terms import Direction
from service_desk.channels.mail.models import IncomingMail

MOST_HINTS, MOST_PEOPLE, OF_ONE_HINT = 8, 5, 4
READ = 6_000  # characters of what was said
PHONE = re.compile(r"(?<![\d.-])\+?\d(?:[ ()-]?\d){6,14}(?![\d-])")
DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
HOME = re.compile(r"(?<![\d-])\d{1,3}(?:-\d{1,3}){0,2}-\d{2,4}(?![\d-])")
WRITTEN_HOME = re.compile(
    r"(\d{1,3})\s*[栋棟幢座号號]楼?\s*(?:(\d{1,2})\s*单元\s*|(\d{1,2})\s*單元\s*)?(\d{3,4})\s*[室号號]?"
)
CALLED = re.compile(
    r"(?:我是|我叫|本人|姓名[:：]?\s*)([\u4e00-\u9fff]{2,4}?)(?=[，,。;；、\s是住的]|$)"
    r"|(?:[Mm]y name is|I am|I'm|Nimeni on|[Oo]len|Terveisin,?)\s+([A-ZÄÖÅ][\w'-]+(?:\s+[A-ZÄÖÅ][\w'-]+){0,2})"
)


class Why(TextChoices):
    """What he left that fits; the strongest first."""

    PHONE = "phone", _("the same telephone number")
    EMAIL = "email", _("the same e-mail address")
    HOME = "home", _("the home is named in the text")
    NAME = "name", _("a similar name")


@dataclass(frozen=True)
class Hint:
    why: Why
    text: str


@dataclass
class Perhaps:
    """Somebody it may be, with the homes he holds in the project and what speaks for him."""

    owner: object
    why: list[Why] = field(default_factory=list)
    homes: list = field(default_factory=list)


def hints_in(text: str) -> list[Hint]:
    """The numbers, addresses, homes and names in what somebody said; each once, the strongest first. Pure."""
    text = text[:READ]
    homes = HOME.findall(text) + ["-".join(filter(None, parts)) for parts in WRITTEN_HOME.findall(text)]
    plain = HOME.sub(" ", DATE.sub(" ", EMAIL.sub(" ", text)))
    found = [Hint(Why.PHONE, " ".join(one.split())) for one in PHONE.findall(plain)]
    found += [Hint(Why.EMAIL, one) for one in EMAIL.findall(text)]
    found += [Hint(Why.HOME, one) for one in homes]
    found += [Hint(Why.NAME, one or other) for one, other in CALLED.findall(text)]
    return list(dict.fromkeys(found))


def said_of(case: Case) -> list[Hint]:
    """What is known of whoever a case came from: his mail's sender, what he said of himself, his words."""
    mails = IncomingMail.objects.filter(case=case).order_by("pk")[:3]
    hints = []
    for mail in mails:
        hints += [Hint(Why.EMAIL, mail.sender)] if mail.sender else []
        hints += [Hint(Why.NAME, mail.sender_name)] if len(mail.sender_name.strip()) > 1 else []
    notes = CaseMessage.objects.filter(case=case, direction__in=[Direction.NOTE, Direction.IN]).order_by("pk")
    for body in notes.values_list("body", flat=True)[:5]:
        hints += hints_in(body) + _named_first(body)
    order = list(Why)
    found = dict.fromkeys(hints + hints_in(case.words))
    return sorted(found, key=lambda hint: order.index(hint.why))[:MOST_HINTS]


def _named_first(body: str) -> list[Hint]:
    """The name in the note of what somebody says of himself: it stands before the number."""
    head, colon, rest = body.partition(":" if ":" in body else "：")
    name = rest.partition(" · ")[0].strip()
    known = bool(colon) and len(head) < 60 and " · " in rest
    return [Hint(Why.NAME, name)] if known and 1 < len(name) <= 40 and not re.search(r"[\d@]", name) else []


def perhaps(user, case: Case, *, now: datetime) -> list[Perhaps]:
    """Who it may be, as far as the reader may look for people by these ways; the likeliest first."""
    if case.owner_id is not None:
        return []
    people: dict[int, Perhaps] = {}
    for hint in said_of(case):
        rows = find_owners(user, hint.text).filter(scopes__project=case.project_id).order_by("name_key", "pk")
        for owner in rows[:OF_ONE_HINT]:
            one = people.setdefault(owner.pk, Perhaps(owner))
            if hint.why not in one.why:
                one.why.append(hint.why)
    order = list(Why)
    found = sorted(people.values(), key=lambda one: (order.index(one.why[0]), -len(one.why)))[:MOST_PEOPLE]
    held = homes_of([one.owner.pk for one in found], day_of(now, case.project)) if found else {}
    for one in found:
        one.homes = [row.home for row in held[one.owner.pk] if row.home.project_id == case.project_id]
    return found
