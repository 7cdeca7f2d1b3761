"""Satisfaction's share of the town: what owners said after the desk's cases, and by themselves.

The scores follow a plan that can be seen in the figures: a hard winter after the big handovers, then better
month by month. Facts are left for coordination's share to deliver, each at its own time.
"""

import random
from datetime import timedelta

from crm.accounts.services import system_user
from crm.events import relay
from service_desk.cases.models import ReturnVisit

from .collection import services as collection
from .collection.models import Invitation
from .collection.states import Purpose
from .demo_words import IDEAS, SAID
from .feedback import services as feedback
from .feedback.states import Via
from .questionnaires.services import ensure_standard_questionnaires

SEED = 20261124
BY_THEMSELVES = 140
DAYS = 710
POINTS = ("very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied")
EARLY = (14, 34, 20, 21, 11)
LATE = (30, 45, 12, 9, 4)


def load(world, *, now) -> None:
    """Answers to the return visits of the past, and feedback that came by itself."""
    chance = random.Random(SEED)  # noqa: S311  the town is the same each time
    ensure_standard_questionnaires(now=now - timedelta(days=DAYS))
    relay.drain(now=now)
    told = [*_after_visits(world, chance, now), *_by_themselves(world, chance, now)]
    for at, tell in sorted(told, key=lambda pair: pair[0]):
        tell(at)


def _after_visits(world, chance, now):
    """The last visit of a round at which the owner was reached, with the questionnaire."""
    visits = ReturnVisit.objects.filter(status="done", case__owner__isnull=False, case__status="visiting")
    newest = visits.select_related("case__owner", "case__project").order_by("case", "-round", "-sequence")
    for visit in newest.distinct("case"):
        if visit.case.visits.filter(status="planned").exists():
            continue
        at = visit.visited_at + timedelta(minutes=4)
        yield at, _Answer(visit, point_at(chance, (now - at).days), chance)


class _Answer:
    """The callback officer notes what the owner answered."""

    def __init__(self, visit, overall, chance):
        self.visit, self.overall = visit, overall
        self.words = words_for(chance, visit.case.language, overall)
        self.answers = {
            "speed": near(chance, overall),
            "attitude": near(chance, overall, kinder=True),
            "result": near(chance, overall),
            "overall": overall,
        }

    def __call__(self, at):
        invitation = Invitation.objects.filter(visit=self.visit, purpose=Purpose.RETURN_VISIT).first()
        if invitation is None or invitation.status == "answered":
            return
        answers = {**self.answers, "words": self.words} if self.words else self.answers
        collection.record_answer(
            self.visit.officer, invitation=invitation, answers=answers, words="", via=Via.CALLBACK, now=at
        )


def _by_themselves(world, chance, now):
    """Owners who wrote without being asked, through the portal or another system."""
    machine = system_user("portal")
    living = [owner for owner in world.owners if world.homes_of.get(owner.pk)]
    for owner in chance.sample(living, min(BY_THEMSELVES, len(living))):
        at = now - timedelta(days=1 + DAYS * chance.random() ** 1.5)
        at = min(
            at.replace(hour=chance.randint(1, 13), minute=chance.randint(0, 59)), now - timedelta(hours=2)
        )
        point = point_at(chance, (now - at).days)
        yield at, _Written(machine, owner, world.homes_of[owner.pk][0].project, point, chance)


class _Written:
    """One feedback of an owner who wrote by himself."""

    def __init__(self, machine, owner, project, point, chance):
        self.machine, self.owner, self.project, self.point = machine, owner, project, point
        idea = chance.random() < 0.25 and point in POINTS[:2]
        language = owner.language
        self.words = chance.choice(IDEAS[language]) if idea else words_for(chance, language, point)
        self.opinion = "suggestion" if idea else ""
        self.via = chance.choice((Via.PORTAL, Via.PORTAL, Via.API))

    def __call__(self, at):
        feedback.record_feedback(
            self.machine,
            owner=self.owner,
            project=self.project,
            case=None,
            score=None,
            attitude=self.point,
            opinion=self.opinion,
            subject="property_service",
            words=self.words,
            language=self.owner.language,
            via=self.via,
            now=at,
        )


def point_at(chance, days_ago: int) -> str:
    """How content somebody was, so long ago: the early weights fade into the late ones."""
    share = min(1.0, max(0.0, 1 - days_ago / DAYS))
    weights = [early + (late - early) * share for early, late in zip(EARLY, LATE, strict=True)]
    return chance.choices(POINTS, weights)[0]


def near(chance, point: str, *, kinder: bool = False) -> str:
    """Another answer of the same person: mostly the same, sometimes one step off."""
    step = chance.choices((-1, 0, 1), (30 if kinder else 15, 60, 15))[0]
    return POINTS[min(4, max(0, POINTS.index(point) + step))]


def words_for(chance, language: str, point: str) -> str:
    return chance.choice(SAID.get(language, SAID["en"])[point])
