"""The desk's share of the demonstration town: two years of cases, told in the order in which they happened.

Each case is a story, a generator that says when its next step falls and then takes it through the same services
that people use. The stories are woven together by time, and between two steps the relay delivers what came of
the last one, so that coordination dispatches, plans visits and warns as it does in life.
"""

import heapq
import itertools
import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from crm.accounts.services import system_user
from crm.events import relay
from service_desk.attachments import demo as attachments
from service_desk.cases import services
from service_desk.cases.models import Case
from service_desk.cases.states import PROPOSAL_OPEN, CaseStatus, ProposalStatus
from service_desk.cases.terms import PROCEDURE_KINDS, Channel, VisitOutcome
from service_desk.channels import demo as channels
from service_desk.clocks import demo as clocks
from service_desk.clocks.services import fire_due
from service_desk.crisis import demo as crisis
from service_desk.demo_words import CONCERNS, PHRASES
from service_desk.escalated import demo as escalated
from service_desk.groups import demo as groups
from service_desk.guidance import demo as guidance
from service_desk.prevention import demo as prevention
from service_desk.promises import demo as promises
from service_desk.repairs import demo as repairs
from service_desk.topics import demo as topics

SEED = 20261122
CASES, DAYS, FRESH_DAYS = 96, 720, 24
SUPERVISORS = {"hangzhou": "bob", "shenzhen": "fang", "helsinki": "mikko"}
AGENTS = {"hangzhou": "alice", "shenzhen": "dan", "helsinki": "sofia"}
HANDLERS = {"engineering": "hong", "sales": "shen", "design": "ding", "property": "wu", "legal": "lu"}
SPOKEN = {
    "hangzhou": ("zh-hans",) * 5 + ("zh-hant", "en"),
    "shenzhen": ("zh-hans", "zh-hans", "zh-hant"),
    "helsinki": ("fi", "fi", "fi", "en"),
}
CITIES = ("hangzhou", "hangzhou", "hangzhou", "shenzhen", "shenzhen", "helsinki", "helsinki")
CHANNELS = (Channel.PHONE, Channel.PHONE, Channel.PHONE, Channel.FRONT_DESK, Channel.PORTAL, Channel.WECOM)
# Where the newest cases stop, and how many days ago they came in, so that every step has something to show.
STOPS = {
    CaseStatus.ASSIGNED: 1,
    CaseStatus.INVESTIGATING: 2,
    CaseStatus.TRANSFERRED: 4,
    CaseStatus.EXPLAINED: 5,
    CaseStatus.ANSWERED: 8,
    CaseStatus.PROPOSED: 10,
    CaseStatus.AGREED: 13,
    CaseStatus.IMPLEMENTING: 15,
    CaseStatus.VISITING: 22,
}
EACH_STOP = 3


# what each room adds to the desk's own story, in the order in which they need each other
ROOMS = (topics, groups, crisis, channels, attachments, clocks, repairs, prevention, promises, escalated)


@transaction.atomic
def load(world, *, now: datetime) -> None:
    """About 120 cases over two years, in every status, kind and language; the same ones each time."""
    guidance.load(world, now=now)
    _Desk(world, now).live()
    for room in ROOMS:
        room.load(world, now=now)


class _Desk:
    """The town's desk and everybody who works with it."""

    def __init__(self, world, now: datetime):
        self.world, self.now = world, now
        self.random = random.Random(SEED)  # noqa: S311  the town is the same each time
        self.machine = system_user("coordination")
        self.departments = world.departments
        self.owners_in = self._owners_by_city()

    def _owners_by_city(self) -> dict[tuple[str, str], list]:
        """Owners with a home, by the city it stands in and the language they speak."""
        people = {owner.pk: owner for owner in self.world.owners}
        found = {(city, language): [] for city in SPOKEN for language in SPOKEN[city]}
        for owner_id, homes in sorted(self.world.homes_of.items()):
            owner = people.get(owner_id)
            key = owner and (homes[0].project.city.code, owner.language)
            if key in found:
                found[key].append((owner, homes[0]))
        return found

    def live(self) -> None:
        """Take the stories' steps in the order of time, and let the house react to each."""
        tie = itertools.count()
        stories = []
        for story in self._stories():
            heapq.heappush(stories, (next(story), next(tie), story))
        while stories:
            at, order, story = heapq.heappop(stories)
            if at > self.now:
                continue
            self._react(at)
            following = story.send(at)
            relay.drain(now=at)
            if following is not None:
                heapq.heappush(stories, (following, order, story))
        self._react(self.now)

    def _react(self, at: datetime) -> None:
        """What the relay does in life: due clocks become facts, facts take their effect."""
        if fire_due(now=at, limit=500):
            relay.drain(now=at)

    def _stories(self):
        for number in range(CASES):
            days = FRESH_DAYS + (DAYS - FRESH_DAYS) * (1 - number / CASES) ** 1.3
            yield self._story(days, stop=None)
        yield from self._stories_of_chen()
        for stop, days in STOPS.items():
            for _each in range(EACH_STOP):
                yield self._story(days * self.random.uniform(0.8, 1.4), stop=stop)

    def _stories_of_chen(self):
        """The owner of 3-2-1201, whom every guide through the house visits: an old leak, and a new one on offer."""
        if hasattr(self.world, "chen"):
            for days, stop in ((260, None), (9, CaseStatus.PROPOSED)):
                teller = self._teller("hangzhou", self.world.chen, self.world.home_1201, CONCERNS[0], stop)
                yield teller.tell(
                    self._opening(self.world.home_1201.project, self.now - timedelta(days=days))
                )

    def _story(self, days: float, stop):
        city = self.random.choice(CITIES)
        language = self.random.choice(SPOKEN[city])
        owner, home = self.random.choice(self.owners_in[city, language])
        concern = self._concern(language, stop)
        teller = self._teller(city, owner, home, concern, stop)
        return teller.tell(self._opening(home.project, self.now - timedelta(days=days)))

    def _teller(self, *about):
        return _Teller(self, *about, random.Random(self.random.random()))  # noqa: S311

    def _concern(self, language: str, stop):
        fits = [concern for concern in CONCERNS if concern.language == language]
        if stop is not None:
            fits = [concern for concern in fits if concern.kind == "complaint"]
            wanted = stop != CaseStatus.EXPLAINED
            fits = [concern for concern in fits if concern.substantiated == wanted]
        return self.random.choice(fits)

    def _opening(self, project, moment: datetime) -> datetime:
        return in_hours(project, moment, self.random)


def in_hours(project, moment: datetime, chance: random.Random) -> datetime:
    """The same day, or the Monday after, at some time between nine and half past five."""
    local = moment.astimezone(ZoneInfo(project.timezone))
    if local.weekday() > 4:
        local += timedelta(days=7 - local.weekday())
    at = datetime.combine(local.date(), time(9), local.tzinfo) + timedelta(minutes=chance.randint(0, 510))
    return at.astimezone(UTC)


class _Teller:
    """Tells one case: yields when the next step falls, and takes it when its time has come."""

    def __init__(self, desk, city, owner, home, concern, stop, chance):
        self.desk, self.city, self.owner, self.home = desk, city, owner, home
        self.concern, self.stop, self.random = concern, stop, chance
        self.words = PHRASES["fi" if city == "helsinki" else "zh"]
        staff = desk.world.staff
        self.supervisor, self.front = staff[SUPERVISORS[city]], staff[AGENTS[city]]
        department = concern.department if concern.department in HANDLERS else "property"
        self.department, self.handler = desk.departments[department], staff[HANDLERS[department]]
        self.caller = staff["cai"]
        self.case, self.at = None, None

    def tell(self, opening: datetime):
        """The whole story; it ends early where it is told to stop, or where the present begins."""
        self.at = yield opening
        self.register()
        for step in self._steps():
            pause = step()
            if pause is None:
                break
            self.at = yield self._after(pause)
            if self._stops():
                break
            self.case = Case.objects.select_related("project__city", "assignee").get(pk=self.case.pk)
        yield None

    def _stops(self) -> bool:
        if self.stop is None:
            return False
        return Case.objects.values_list("status", flat=True).get(pk=self.case.pk) == self.stop

    def _after(self, pause: timedelta) -> datetime:
        moment = self.at + pause
        if pause < timedelta(hours=6):
            return moment
        return max(in_hours(self.case.project, moment, self.random), self.at + timedelta(minutes=5))

    def _days(self, least: float, most: float) -> timedelta:
        return timedelta(days=self.random.uniform(least, most))

    def _steps(self):
        """The next step as long as there is one, by where the case stands."""
        yield self.wait_for_dispatch
        while True:
            step = getattr(self, f"in_{self.case.status}", None)
            if step is None:
                return
            yield step

    @property
    def agent(self):
        return self.case.assignee or self.front

    def register(self) -> None:
        concern = self.concern
        demand = round(concern.cost * self.random.uniform(1, 2.5), -3) if concern.cost else None
        self.case = services.register(
            self.front,
            project=self.home.project,
            owner=self.owner,
            home=self.home,
            kind=concern.kind,
            channel=self.random.choice(CHANNELS),
            words=concern.words,
            summary=concern.summary,
            language=concern.language,
            subject=concern.subject,
            impact=concern.impact,
            emotion=concern.emotion,
            demand_amount=int(demand) if demand and self.random.random() < 0.4 else None,
            received_at=self.at,
            now=self.at,
        )

    def wait_for_dispatch(self):
        return self._days(0.3, 1.2)

    def in_registered(self):
        """Nobody was free when the machine looked: the supervisor gives it away."""
        services.assign(self.supervisor, self.case, to=self.front, because=self.words["assign"], now=self.at)
        return timedelta(hours=2)

    def in_assigned(self):
        if self.random.random() < 0.3:
            services.note(self.agent, self.case, body=self.words["note"], now=self.at)
        if self.case.kind not in PROCEDURE_KINDS:
            services.complete(self.agent, self.case, result=self.words["answer"], now=self.at)
            return self._days(0.2, 1)
        if self.random.random() < 0.35:
            services.confirm_severity(
                self.supervisor,
                self.case,
                severity=self.case.severity,
                because=self.case.severity_because,
                now=self.at,
            )
        services.investigate(
            self.agent,
            self.case,
            substantiated=self.concern.substantiated,
            department=self.department if self.concern.substantiated else None,
            findings=self.words["finding" if self.concern.substantiated else "no_finding"],
            fault_share=self.random.choice((60, 80, 100)) if self.concern.substantiated else None,
            now=self.at,
        )
        return timedelta(hours=self.random.randint(1, 5))

    def in_investigating(self):
        if self.case.substantiated is None:
            return self.in_assigned()
        if not self.case.substantiated:
            services.explain(self.agent, self.case, explanation=self.words["explanation"], now=self.at)
            return self._days(2, 6)
        services.transfer(self.agent, self.case, request=self.words["request"], now=self.at)
        # Three working days are promised; some departments are slower, and the clocks say so.
        return self._days(0.5, 3) if self.random.random() < 0.8 else self._days(5, 9)

    def in_explained(self):
        if self.case.round == 1 and self.random.random() < 0.3:
            services.reopen(self.agent, self.case, because=self.words["appeal"], now=self.at)
            return self._days(0.5, 2)
        services.close(self.agent, self.case, because=self.words["close"], now=self.at)
        return None

    def in_transferred(self):
        slip = self.case.slips.get(status="sent")
        if self.random.random() < 0.25:
            services.add_owner_words(self.agent, self.case, body=self.words["more"], now=self.at)
        solution = self.words["solution" if slip.round == 1 else "again"]
        services.answer_slip(self.handler, slip, solution=solution, now=self.at)
        return self._days(0.2, 1.5)

    def in_answered(self):
        parts = [{"kind": "apology", "description": self.words["apology"]}]
        if self.concern.cost:
            kind = (
                "money"
                if self.concern.subject.startswith(("contract_refund", "handover.delay"))
                else "repair"
            )
            parts.append({"kind": kind, "description": self.words["part"], "amount": self.concern.cost})
        services.propose(self.agent, self.case, summary=self.words["proposal"], parts=parts, now=self.at)
        return self._days(0.5, 2)

    def in_proposed(self):
        proposal = self.case.proposals.filter(status__in=PROPOSAL_OPEN).latest("id")
        if proposal.status == ProposalStatus.AWAITING_APPROVAL:
            return self._approve(proposal)
        agreed = self.case.round > 2 or self.random.random() < (0.75 if self.case.round == 1 else 0.9)
        words = self.words["agreed" if agreed else "refused"]
        signed = self.owner.name if agreed else ""
        services.record_owner_decision(
            self.agent, proposal, agreed=agreed, words=words, signed_name=signed, now=self.at
        )
        return self._days(0.5, 2)

    def _approve(self, proposal):
        boss = self.supervisor if proposal.amount <= self._limit() else self.desk.world.staff["eve"]
        services.decide_approval(boss, proposal, approved=True, because=self.words["approved"], now=self.at)
        return self._days(0.5, 2)

    def _limit(self) -> int:
        return 280_000 if self.case.currency == "EUR" else 2_000_000

    def in_agreed(self):
        due = (self.at + timedelta(days=7)).date()
        services.add_action(
            self.agent,
            self.case,
            department=self.department,
            description=self.words["action"],
            due_on=due,
            now=self.at,
        )
        if self.random.random() < 0.5:
            services.reply(self.agent, self.case, body=self.words["reply"], now=self.at)
        return self._days(2, 9)

    def in_implementing(self):
        for action in self.case.actions.filter(status="open"):
            services.finish_action(self.handler, action, result=self.words["done"], now=self.at)
        services.complete(self.agent, self.case, result=self.words["result"], now=self.at)
        return self._days(1, 4)

    def in_completed(self):
        """The machine plans the visits or closes what needs none; nothing is left for people to do."""
        return None

    def in_visiting(self):
        """The officer calls; one owner in six does not pick up at first. What he says, the floor above tells."""
        visit = self.case.visits.filter(status="planned").order_by("sequence").first()
        if visit is None:
            return None
        if visit.sequence > 1 and self.at < visit.due_at - timedelta(days=4):
            return visit.due_at - timedelta(days=2) - self.at
        missed = visit.attempts == 0 and self.random.random() < 0.17
        outcome = VisitOutcome.NO_ANSWER if missed else VisitOutcome.REACHED
        services.record_return_visit(self.caller, visit, outcome=outcome, now=self.at)
        return self._days(1, 2)
