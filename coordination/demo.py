"""Coordination's share of the town: every feedback decided at its own time, and what came of it told to the end.

Owners who were not content get their second round: the directive is fulfilled, the case worked on again, and
they are asked once more. What was decided within the last days stays open, so that somebody has work to do.
"""

import random
from datetime import timedelta

from crm.events import relay
from crm.events.models import OutboxEvent
from satisfaction.collection import services as collection
from satisfaction.collection.models import Invitation
from satisfaction.collection.states import Purpose as FollowUp
from satisfaction.demo import near, words_for
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.demo import in_hours
from service_desk.demo_words import PHRASES
from service_desk.directives import services as directives
from service_desk.directives.models import Directive
from service_desk.directives.states import OPEN

from .decisions.models import Decision
from .decisions.services import override
from .dispatch.services import set_strengths
from .policies.services import policy_in_force

SEED = 20261126
FRESH = timedelta(days=6)
ROUNDS = 4  # nobody in this town has to complain a fifth time
STRENGTHS = {
    "alice": (("engineering_quality", "handover"), ("en",)),
    "anna": (("property_service", "title_deed"), ("zh-hant",)),
    "dan": (("engineering_quality",), ("en",)),
    "ling": (("contract_refund", "sales_service"), ("zh-hant", "en")),
    "sofia": (("property_service",), ("en", "fi")),
}
RESULTS = {
    "fi": "Kävimme paikalla esimiehen kanssa ja sovimme korjauksen aikataulun asukkaan kanssa.",
    "zh": "主管已上门致歉，现场确认了原因，与业主约定了返修时间。",
}


def load(world, *, now) -> None:
    """Decide, carry on, and leave the newest open."""
    for username, (subjects, languages) in STRENGTHS.items():
        set_strengths(None, world.staff[username], subjects=subjects, languages=languages, now=now)
    policy_in_force(now=now - timedelta(days=730))
    chance = random.Random(SEED)  # noqa: S311  the town is the same each time
    deliver_each_in_its_time(now)
    _fulfil_all(world, chance, now)
    for _round in range(ROUNDS):
        for case in _started_again(now):
            _another_round(world, chance, case, now)
    for _again in range(2):
        deliver_each_in_its_time(now)
        _answer_follow_ups(chance, now)
        deliver_each_in_its_time(now)
        _fulfil_all(world, chance, now)
    _overrule_one(world, now)
    deliver_each_in_its_time(now)


def deliver_each_in_its_time(now) -> None:
    """As the relay does, but with the moment of each fact as its now, so that history has its own dates."""
    while True:
        waiting = OutboxEvent.objects.filter(done_at=None, dead_at=None).order_by("pk").first()
        if waiting is None:
            return
        relay.deliver_next(now=min(now, waiting.at + timedelta(seconds=3)))


def _fulfil_all(world, chance, now) -> None:
    rows = Directive.objects.filter(status="issued", issued_at__lt=now - timedelta(days=1))
    for directive in rows.select_related("case", "project", "assignee").order_by("issued_at"):
        _fulfil(world, chance, directive, now)


def _fulfil(world, chance, directive, now) -> None:
    """Whoever holds the directive takes it on and carries it out within a few days."""
    actor = directive.assignee or world.staff["bob"]
    started = in_hours(
        directive.project, directive.issued_at + timedelta(days=chance.uniform(0.4, 1.5)), chance
    )
    done = in_hours(directive.project, started + timedelta(days=chance.uniform(1, 3)), chance)
    if started >= now:
        return
    directives.accept(actor, directive, now=started)
    if max(done, started) < now - timedelta(hours=30):
        spent = round(directive.budget_amount * chance.uniform(0.6, 1))
        result = RESULTS["fi" if directive.currency == "EUR" else "zh"]
        directives.fulfil(actor, directive, result=result, spent_amount=spent, now=max(done, started))


def _started_again(now):
    """Cases that an owner's answer sent back to the investigation, not those of the last days."""
    reopened = Decision.objects.filter(outcome="reopen", at__lt=now - FRESH).values("case")
    rows = Case.objects.filter(pk__in=reopened, status="investigating", substantiated=None)
    return list(rows.select_related("project__city", "owner", "assignee").order_by("pk"))


class _Again:
    """One case's second round, step by step, each some time after the last."""

    def __init__(self, world, chance, case, now):
        self.world, self.chance, self.case, self.now = world, chance, case, now
        self.words = PHRASES["fi" if case.currency == "EUR" else "zh"]
        slip = case.slips.select_related("department").order_by("pk").first()
        self.department = slip.department if slip else world.departments["engineering"]
        self.at = case.moved_at

    def later(self, least: float, most: float):
        moment = self.at + timedelta(days=self.chance.uniform(least, most))
        self.at = max(in_hours(self.case.project, moment, self.chance), self.at + timedelta(minutes=10))
        return self.at

    def fresh(self):
        return Case.objects.select_related("project__city", "owner", "assignee").get(pk=self.case.pk)


def _another_round(world, chance, case, now) -> None:
    story = _Again(world, chance, case, now)
    steps = (_look_again, _department_answers, _owner_agrees, _work_is_done, _owner_is_asked)
    for step in steps:
        if story.later(0.3, 2.2) >= now:
            return
        step(story)
        deliver_each_in_its_time(now)


def _look_again(story) -> None:
    agent = story.case.assignee
    cases.investigate(
        agent,
        story.fresh(),
        substantiated=True,
        department=story.department,
        findings=story.words["finding"],
        fault_share=90,
        now=story.at,
    )
    cases.transfer(agent, story.fresh(), request=story.words["request"], now=story.at)


def _department_answers(story) -> None:
    slip = story.case.slips.filter(status="sent").latest("pk")
    cases.answer_slip(story.case.assignee, slip, solution=story.words["again"], now=story.at)


def _owner_agrees(story) -> None:
    agent = story.case.assignee
    parts = [{"kind": "apology", "description": story.words["apology"]}]
    proposal = cases.propose(agent, story.fresh(), summary=story.words["proposal"], parts=parts, now=story.at)
    cases.record_owner_decision(
        agent,
        proposal,
        agreed=True,
        words=story.words["agreed"],
        signed_name=story.case.owner.name,
        now=story.at,
    )


def _work_is_done(story) -> None:
    agent = story.case.assignee
    action = cases.add_action(
        agent,
        story.fresh(),
        department=story.department,
        description=story.words["action"],
        due_on=(story.at + timedelta(days=7)).date(),
        now=story.at,
    )
    cases.finish_action(agent, action, result=story.words["done"], now=story.at)
    cases.complete(agent, story.fresh(), result=story.words["result"], now=story.at)


def _owner_is_asked(story) -> None:
    """Each visit of the round; most are content now."""
    for visit in story.fresh().visits.filter(status="planned").select_related("case").order_by("sequence"):
        overall = story.chance.choices(("very_satisfied", "satisfied", "neutral"), (40, 52, 8))[0]
        answers = {"overall": overall, "result": near(story.chance, overall)}
        if words := words_for(story.chance, story.case.language, overall):
            answers["words"] = words
        caller = story.world.staff["cai"]
        collection.record_callback(caller, visit, outcome="reached", answers=answers, words="", now=story.at)
        deliver_each_in_its_time(story.now)
        if story.later(1, 4) >= story.now or story.fresh().status != "visiting":
            return


def _answer_follow_ups(chance, now) -> None:
    """Two in three answer the question whether the follow-up has helped, by the link they got."""
    asked = Invitation.objects.filter(
        purpose=FollowUp.FOLLOW_UP, status="open", opened_at__lt=now - FRESH / 3
    )
    for invitation in asked.select_related("owner", "case", "project").order_by("opened_at"):
        if chance.random() > 0.66:
            continue
        at = min(now - FRESH / 4, invitation.opened_at + timedelta(days=chance.uniform(0.2, 6)))
        overall = chance.choices(("very_satisfied", "satisfied", "neutral", "dissatisfied"), (25, 48, 20, 7))[
            0
        ]
        answers = {"overall": overall}
        if words := words_for(chance, invitation.language, overall):
            answers["words"] = words
        collection.record_answer(None, invitation=invitation, answers=answers, words="", via="link", now=at)


def _overrule_one(world, now) -> None:
    """A supervisor knows the owner better than the rule, once."""
    held = {"directive__status__in": OPEN, "directive__plan__in": ("apology", "goodwill_gift", "standard")}
    row = Decision.objects.filter(project__city__code="hangzhou", **held).order_by("-at").first()
    if row is not None:
        because = "这位业主是第二次为同一件事来电，由工程主管上门更合适。"
        override(world.staff["bob"], row, plan="senior_visit", because=because, now=now - timedelta(hours=3))
