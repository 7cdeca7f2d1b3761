"""Following playbooks in cases: choosing by the situation, ticking steps off, and keeping the playbooks themselves."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm.errors import IllegalMove, NotFound, Refused
from crm.privacy.visibility import CLEAR, how
from crm.reading import Kept
from service_desk.cases import hanging
from service_desk.cases.access import approval_limit
from service_desk.cases.states import OPEN, CaseStatus
from service_desk.cases.terms import CaseKind, Channel, Emotion, Severity
from service_desk.guidance import guard
from service_desk.guidance.choosing import SIGNS, Situation, read_sign, weigh
from service_desk.guidance.filling import near
from service_desk.guidance.models import Playbook, PlaybookRun, PlaybookTick
from service_desk.guidance.versions import keep_version, said_again

MOST_STEPS = 20
FITS = 2  # from this weight on; one faint sign alone chooses nothing
LABELS = {"emotion": Emotion, "severity": Severity, "channel": Channel, "stage": CaseStatus, "kind": CaseKind}


@dataclass(frozen=True)
class Suggestion:
    row: Playbook
    weight: int
    reasons: list[str]


@dataclass(frozen=True)
class Step:
    key: str
    do: str
    why: str
    say: list[str]
    avoid: str
    tick: PlaybookTick | None


@dataclass(frozen=True)
class Card:
    """One playbook beside a case: why it is offered, its steps, and the others."""

    row: Playbook
    title: str
    purpose: str
    reasons: list[str]
    steps: list[Step]
    others: list[tuple[str, str]]
    begun: bool

    @property
    def done(self) -> int:
        return sum(step.tick is not None for step in self.steps)

    @property
    def next_step(self) -> str:
        return next((step.key for step in self.steps if step.tick is None), "")


def situation_of(case, user) -> Situation:
    """What is known; of the owner only what this user may see."""
    facts = {
        "emotion": {case.emotion},
        "severity": {case.severity},
        "channel": {case.channel},
        "stage": {case.status},
        "kind": {case.kind},
        "impact": {key for key, value in (case.impact or {}).items() if value},
        "round": {str(case.round)},
        "demand": {"high"} if (case.demand_amount or 0) > approval_limit(user, case.project) else set(),
    }
    if case.owner_id:
        for name, column in (("manner", "manner"), ("trade", "sensitive_trade")):
            if how(user, f"owners.owner.{column}", case.project) == CLEAR:
                facts[name] = {getattr(case.owner, column)} - {"", None}
    return Situation({name: frozenset(map(str, values)) for name, values in facts.items()})


_IN_FORCE = Kept(lambda: Playbook.objects.in_force().order_by("code"))


def suggestions(user, case) -> list[Suggestion]:
    """The playbooks in force, the best fitting one first, each with its reasons."""
    situation = situation_of(case, user)
    found = []
    for row in _IN_FORCE.rows():
        weight, held = weigh(row.signs, situation)
        found.append(Suggestion(row, weight, [_told(name, value) for name, value in held]))
    return sorted(found, key=lambda one: (-one.weight, one.row.code))


def _told(name: str, value: str) -> str:
    """A sign that holds, in words."""
    return in_words(name, [] if name == "round" else [value])


def in_words(name: str, values: Iterable[str]) -> str:
    """A sign with what it asks for: `mood: angry, agitated`."""
    labels = [label for value in values if (label := _value_label(name, value))]
    return f"{SIGNS[name]}: {', '.join(labels)}" if labels else str(SIGNS[name])


def _value_label(name: str, value: str) -> str:
    from owners.people.choices import Manner, SensitiveTrade
    from service_desk.gravity.wording import ANSWERS

    if name == "impact":
        return str(ANSWERS.get(value, value))
    if name in ("always", "demand"):
        return ""
    choices = {**LABELS, "manner": Manner, "trade": SensitiveTrade}.get(name)
    return str(choices(value).label) if choices and value in choices.values else value


def card(user, case, code: str = "") -> Card | None:
    """The playbook asked for, else the one being followed, else the best of those that fit. Four queries."""
    runs = list(hanging.of(case, PlaybookRun).select_related("playbook").order_by("-begun_at", "-id"))
    offered = suggestions(user, case)
    begun = {run.playbook.code: run for run in reversed(runs)}
    code = code or (runs[0].playbook.code if runs else "")
    fitting = offered[0] if offered and offered[0].weight >= FITS else None
    chosen = next((one for one in offered if one.row.code == code), fitting)
    if chosen is None:
        return None
    run = begun.get(chosen.row.code)
    row = run.playbook if run else chosen.row
    ticks = {tick.step: tick for tick in run.ticks.select_related("by")} if run else {}
    language = get_language() or "en"
    return Card(
        row=row,
        title=near(row.names, language),
        purpose=near(row.purposes, language),
        reasons=chosen.reasons,
        steps=[_step(step, language, guard.language_of(case), ticks) for step in row.steps],
        others=[(one.row.code, near(one.row.names, language)) for one in offered if one is not chosen],
        begun=run is not None,
    )


def _step(step: dict, language: str, owners: str, ticks: dict) -> Step:
    """What to do in the reader's language; what to say in the owner's."""
    said = near(step.get("say", {}), owners) or []
    return Step(
        key=step["key"],
        do=near(step.get("do", {}), language),
        why=near(step.get("why", {}), language),
        say=[said] if isinstance(said, str) else said,
        avoid=near(step.get("avoid", {}), language),
        tick=ticks.get(step["key"]),
    )


@transaction.atomic
def tick(actor, case, *, code: str, step: str, done: bool = True, now: datetime) -> PlaybookRun:
    """Tick a step off, or take the tick back. The first one keeps the playbook, in its version, with the case."""
    if case.status not in OPEN:
        raise IllegalMove(stands_in=case.status)
    rows = PlaybookRun.objects.filter(case=case, playbook__code=code).select_related("playbook")
    run = rows.order_by("-begun_at", "-id").first()
    row = run.playbook if run else Playbook.objects.in_force().filter(code=code).first()
    if row is None or step not in {one["key"] for one in row.steps}:
        raise NotFound
    if run is None:
        held = {"begun_by": actor, "begun_at": now}
        run, _made = PlaybookRun.objects.get_or_create(case=case, playbook=row, defaults=held)
    if done:
        PlaybookTick.objects.get_or_create(run=run, step=step, defaults={"by": actor, "at": now})
    else:
        PlaybookTick.objects.filter(run=run, step=step).delete()
    return run


def keep_playbook(actor, *, code: str = "", seen: int | None = None, now: datetime, **content) -> Playbook:
    """Write a playbook or its next version; cases that follow an older one keep it."""
    wrong = wrong_playbook(content)
    if wrong:
        raise Refused(fields=wrong)
    if not code:
        code = slugify(near(content["names"], "en"))[:50] or "playbook"
    return keep_version(actor, Playbook, code, seen=seen, now=now, **content)


def bring_back(
    actor, code: str, number: int, *, seen: int | None, because: str = "", now: datetime
) -> Playbook:
    """Put an earlier version in force again, as the next one; `seen` is the version in force, 0 for a retired one."""
    said = said_again(Playbook, code, number, because)
    return keep_playbook(actor, code=code, seen=seen or 0, now=now, **said)


def wrong_playbook(content: dict) -> dict[str, str]:
    """What cannot be kept: no title, no steps, two steps of one key, a sign that nobody can read."""
    wrong = {}
    keys = [step.get("key", "") for step in content["steps"]]
    if not content["names"]:
        wrong["names"] = _("Please fill this in.")
    if not keys or not all(step.get("do") for step in content["steps"]):
        wrong["steps"] = _("Each step says what to do.")
    elif len(set(keys)) != len(keys) or not all(key and key == slugify(key) for key in keys):
        wrong["steps"] = _("Each step has a key of its own.")
    elif len(keys) > MOST_STEPS:
        wrong["steps"] = _("A playbook has at most %(most)d steps.") % {"most": MOST_STEPS}
    for line in content["signs"]:
        try:
            read_sign(line)
        except ValueError as reason:
            wrong["signs"] = str(reason)
    return wrong


@dataclass(frozen=True)
class Followed:
    """How a playbook is used: in how many cases, and how many of its steps were taken there."""

    row: Playbook
    title: str
    cases: int
    ticked: int
    possible: int

    @property
    def when(self) -> list[str]:
        """What it fits, in words, the weightiest sign first."""
        signs = sorted(map(read_sign, self.row.signs), key=lambda sign: -sign.weight)
        return [in_words(sign.name, sign.values) for sign in signs]


def statistics() -> list[Followed]:
    """All playbooks in force with their use, all versions together; four queries."""
    cases, ticked, possible = Counter(), Counter(), Counter()
    runs = dict(PlaybookRun.objects.order_by().values_list("playbook").annotate(times=Count("*")))
    ticks = PlaybookTick.objects.order_by().values_list("run__playbook").annotate(times=Count("*"))
    versions = {
        pk: (code, len(steps)) for pk, code, steps in Playbook.objects.values_list("pk", "code", "steps")
    }
    for pk, times in runs.items():
        code, steps = versions[pk]
        cases[code] += times
        possible[code] += times * steps
    for pk, times in ticks:
        ticked[versions[pk][0]] += times
    language = get_language() or "en"
    return [
        Followed(
            row,
            near(row.names, language),
            cases[row.code],
            ticked[row.code],
            possible[row.code],
        )
        for row in Playbook.objects.in_force().order_by("code")
    ]
