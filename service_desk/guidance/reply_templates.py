"""Keeping reply templates, offering those that fit a case, and counting their use."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm.accounts.permissions import may, require
from crm.errors import NotFound, Refused
from service_desk.cases.states import CaseStatus
from service_desk.cases.terms import CaseKind
from service_desk.guidance import filling, guard, reading
from service_desk.guidance.models import ReplyTemplate, TemplateUse
from service_desk.guidance.terms import LANGUAGES, Level
from service_desk.guidance.versions import keep_version, retire, retired, said_again


def _mine_or_shared(user) -> Q:
    return Q(person=None) | Q(person=user)


def templates(user):
    """The templates in force that this user may use: the shared ones and his own."""
    rows = ReplyTemplate.objects.in_force().filter(_mine_or_shared(user))
    return rows.select_related("person", "made_by").order_by("code")


def template_for(user, code: str, *, to: str = "use") -> ReplyTemplate:
    """The template in force of this code; whoever may not see it does not find it. Shared ones are edited by few."""
    require(user, "guidance.use")
    row = templates(user).filter(code=code).first()
    if row is None:
        raise NotFound
    if to == "edit" and row.person_id is None:
        require(user, "guidance.edit")
    return row


def keep_template(
    actor, *, code: str = "", seen: int | None = None, personal: bool = False, now: datetime, **content
) -> ReplyTemplate:
    """Write a template or its next version; one's own, or a shared one where one may. It has to pass the guard."""
    if not personal:
        require(actor, "guidance.edit")
    wrong = wrong_texts(content)
    if wrong:
        raise Refused(fields=wrong)
    person = actor if personal else None
    code = code or _code(content["names"], person)
    return keep_version(actor, ReplyTemplate, code, seen=seen, now=now, person=person, **content)


def _code(names: dict, person) -> str:
    name = slugify(names.get("en") or next(iter(names.values()), ""))[:40] or "template"
    base = f"{name}-{person.pk}" if person else name
    taken = set(ReplyTemplate.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for count in range(1000) if (code := f"{base}-{count}" if count else base) not in taken)


def wrong_texts(content: dict) -> dict[str, str]:
    """What cannot be kept: no title, no text, an unknown variable, or something that must not be said."""
    wrong, rules = {}, guard.rules_in_force()
    if not content["names"]:
        wrong["names"] = _("Please fill this in.")
    if not content["texts"]:
        wrong["texts"] = _("Please fill this in.")
    for language, text in content["texts"].items():
        sentences = []
        if names := filling.unknown(text):
            known = ", ".join(f"{{{name}}}" for name in filling.VARIABLES)
            sentences.append(
                _("Nobody knows {%(name)s}. There are: %(known)s") % {"name": names[0], "known": known}
            )
        for finding in reading.find(text, rules, language=language):
            if finding.rule.level != Level.HINT:
                told = guard.told_of(finding, language)
                sentences.append(f"“{told['words']}”: {told['kind_label']}. {told['reason']}")
        if sentences:
            wrong[f"texts.{language}"] = " ".join(sentences)
    for name, known in (("kinds", CaseKind.values), ("stages", CaseStatus.values)):
        if not set(content.get(name, [])) <= set(known):
            wrong[name] = _("This choice is not known.")
    return wrong


def bring_back(
    actor, code: str, number: int, *, seen: int | None, because: str = "", now: datetime
) -> ReplyTemplate:
    """Put an earlier version in force again, as the next one, where it still passes the guard; 0 is seen of a retired one."""
    may_bring_back(actor, code)
    said = said_again(ReplyTemplate, code, number, because)
    personal = said.pop("person") is not None
    return keep_template(actor, code=code, seen=seen or 0, personal=personal, now=now, **said)


def may_bring_back(user, code: str) -> str:
    """The code; NotFound for somebody else's own template, NotAllowed for a shared one where one may not edit."""
    require(user, "guidance.use")
    row = ReplyTemplate.objects.filter(code=code).order_by("-version").first()
    if row is None or row.person_id not in (None, user.pk):
        raise NotFound
    if row.person_id is None:
        require(user, "guidance.edit")
    return code


def retired_templates(user) -> list[ReplyTemplate]:
    """What has left the pickers and this user may bring back: his own, and the shared ones where he may edit them."""
    rows = [row for row in retired(ReplyTemplate) if row.person_id in (None, user.pk)]
    return [row for row in rows if may_edit(user, row)]


def retire_template(actor, row: ReplyTemplate, *, now: datetime) -> None:
    """Take a template out of the pickers; what was written with it stays."""
    retire(actor, row, now=now)


@dataclass(frozen=True)
class Offered:
    """A template as the picker offers it for one case; `meant` is how closely it says what it is for."""

    code: str
    title: str
    text: str
    missing: list[str]
    mine: bool
    fits: bool
    used: int
    meant: int = 0


def offered(user, case, *, now: datetime) -> list[Offered]:
    """The templates for this case, filled in the owner's language, the fitting and most used ones first.

    Four queries, however many templates there are.
    """
    language = guard.language_of(case)
    values, counts = filling.values_for(case, user, language, now=now), use_counts()
    found = [_offer(row, case, language, values, counts, user) for row in templates(user)]
    return sorted(found, key=lambda one: (not one.fits, -one.used, -one.meant, one.title))


def _offer(row, case, language, values, counts, user) -> Offered:
    text, missing = filling.fill(filling.near(row.texts, language), values)
    return Offered(
        code=row.code,
        title=title_of(row),
        text=text,
        missing=[str(filling.VARIABLES[name]) for name in missing],
        mine=row.person_id == user.pk,
        fits=fits(row, case),
        used=counts[row.code],
        meant=sum(map(bool, (row.kinds, row.stages, row.subjects))),
    )


def title_of(row: ReplyTemplate) -> str:
    return filling.near(row.names, get_language() or "en") or row.code


def fits(row: ReplyTemplate, case) -> bool:
    """By kind, class and stage; what a template says nothing about fits everywhere."""
    by_kind = not row.kinds or case.kind in row.kinds
    by_stage = not row.stages or case.status in row.stages
    by_subject = not row.subjects or any(case.subject.startswith(subject) for subject in row.subjects)
    return by_kind and by_stage and by_subject


def preview(row: ReplyTemplate, case, user, *, now: datetime) -> dict[str, dict]:
    """The template with this case, in every language it was written in."""
    shown = {}
    for language in LANGUAGES:
        if row.texts.get(language):
            values = filling.values_for(case, user, language, now=now)
            text, missing = filling.fill(row.texts[language], values)
            shown[language] = {"text": text, "missing": [str(filling.VARIABLES[name]) for name in missing]}
    return shown


def count_use(actor, row: ReplyTemplate, *, now: datetime) -> None:
    """A template was put into a reply."""
    TemplateUse.objects.create(template=row, by=actor, at=now)


def use_counts() -> Counter:
    """How often each template was used, all its versions together."""
    codes, found = dict(ReplyTemplate.objects.values_list("pk", "code")), Counter()
    for pk, times in TemplateUse.objects.order_by().values_list("template").annotate(times=Count("*")):
        found[codes[pk]] += times
    return found


def may_edit(user, row: ReplyTemplate) -> bool:
    return row.person_id == user.pk or may(user, "guidance.edit")
