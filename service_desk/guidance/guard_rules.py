"""Keeping the rules of the guard: what a supervisor adds, changes and takes out of force."""

from datetime import datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm.errors import Refused
from service_desk.guidance.guard_text import folded
from service_desk.guidance.models import GuardRule
from service_desk.guidance.patterns import MOST_LINES, Unsafe, lines_of, read_line
from service_desk.guidance.reading import sureness
from service_desk.guidance.renewing import renew
from service_desk.guidance.standard import guard_rules
from service_desk.guidance.terms import HEARD, Form, Level
from service_desk.guidance.versions import keep_version, said_again


def keep_rule(actor, *, code: str = "", seen: int | None = None, now: datetime, **content) -> GuardRule:
    """Add a rule, or its next version; a line that cannot be read safely is refused where it stands."""
    wrong = wrong_lines(content) | _wrong_guess(content)
    if wrong:
        raise Refused(fields=wrong)
    code = code or _code(content)
    return keep_version(actor, GuardRule, code, seen=seen, now=now, **content)


def bring_back(
    actor, code: str, number: int, *, seen: int | None, because: str = "", now: datetime
) -> GuardRule:
    """Put an earlier version in force again, as the next one; `seen` is the version in force, 0 for a retired rule."""
    said = said_again(GuardRule, code, number, because)
    return keep_rule(actor, code=code, seen=seen or 0, now=now, **said)


def _code(content: dict) -> str:
    name = slugify(content.get("title", ""))[:40] or "rule"
    base = f"{content['finding'].replace('_', '-')}-{content['language']}-{name}"[:56]
    taken = set(GuardRule.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for count in range(1000) if (code := f"{base}-{count}" if count else base) not in taken)


def wrong_lines(content: dict) -> dict[str, str]:
    """What cannot be taken of the three lists of lines, field by field."""
    wrong = {}
    for field in ("patterns", "unless", "absent"):
        lines = lines_of(content.get(field, ""))
        form = content["form"] if field == "patterns" else Form.WORDS
        if field == "patterns" and not lines:
            wrong[field] = _("Please fill this in.")
        if field == "patterns" and form == Form.SOUND:
            if lines and not sureness(content["patterns"]):
                wrong[field] = _("For how it sounds, write one whole number from 1 to 99.")
            continue
        if len(lines) > MOST_LINES:
            wrong[field] = _("A rule has at most %(most)d lines; make it two.") % {"most": MOST_LINES}
        for line in lines:
            try:
                read_line(folded(line) if form == Form.WORDS else line, content["language"], form)
            except Unsafe as reason:
                wrong.setdefault(field, f"“{line[:60]}”: {reason}")
    return wrong


def _wrong_guess(content: dict) -> dict[str, str]:
    """What is only heard may hint and no more; and there has to be something that it can be heard by."""
    if content["form"] != Form.SOUND:
        return {}
    if content["level"] != Level.HINT:
        return {"level": _("How something sounds is a guess: it can only be a hint.")}
    if content["finding"] not in HEARD:
        return {"finding": _("This cannot be heard; write a rule in words.")}
    return {}


def load_standard_rules(*, now: datetime) -> int:
    """The shipped rules as they are today; what a house has changed or retired stays as it is."""
    return renew(GuardRule.objects, guard_rules(), now=now)
