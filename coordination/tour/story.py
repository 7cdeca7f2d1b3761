"""The story that is told: a leak, a half-hearted repair, an owner who says so, and what the house makes of it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from .client import Client

DESK, DEPARTMENT, CALLER, SUPERVISOR = "alice", "hong", "cai", "bob"
PROJECT, RESPONSIBLE = "riverside", "engineering"
LEAK = "卫生间的天花板一直滴水，报修两个星期了还没有人来处理，家里有老人，怕滑倒。"
STILL = "师傅来过一次，抹了点胶就走了，昨天下雨又漏了。我要你们负责的人来看。"
FINE = "这次主管一直在现场，试了两天水，不漏了，谢谢。"
UNHAPPY = {
    "speed": "dissatisfied",
    "attitude": "neutral",
    "result": "very_dissatisfied",
    "overall": "dissatisfied",
}
HAPPY = {"speed": "satisfied", "attitude": "very_satisfied", "result": "satisfied", "overall": "satisfied"}


@dataclass
class Told:
    """One step as it went."""

    title: str
    who: str
    changed: str
    seconds: float


@dataclass
class Story:
    """What is known so far, and the steps in their order."""

    client: Client
    mark: str
    today: str
    agents: frozenset
    project: str = PROJECT
    department: str = RESPONSIBLE
    known: dict = field(default_factory=dict)

    def steps(self) -> Iterator[tuple[str, Callable[[], tuple[str, str]]]]:
        """Title and deed of every step; a deed gives who acted and what changed."""
        yield "A family buys a home", self.buy
        yield "The owner complains, in his own words", self.complain
        yield "The case finds the person it suits best", self.dispatched
        yield from self.worked("")
        yield "The callback officer asks; the owner is not content", self.not_content
        yield "His answer is assessed and decided", self.decided
        yield "The directive is taken on", self.accepted
        yield "The directive is fulfilled", self.fulfilled
        yield "The outcome is written down", self.outcome
        yield from self.worked(", again")
        yield "The callback officer asks again; the owner is content", self.content
        yield "The case closes, and the directive is measured", self.closed

    def worked(self, again: str):
        """The procedure from the investigation to the finished work."""
        yield f"The complaint is investigated{again}", self.investigated
        yield f"A transfer slip goes to the department{again}", self.transferred
        yield f"The department answers with a solution{again}", self.answered
        yield f"A proposal is put to the owner{again}", self.proposed
        yield f"The owner agrees{again}", self.agreed
        yield f"The work is done{again}", self.done
        yield f"The case is completed, and a return visit planned{again}", self.completed

    @property
    def case(self) -> str:
        return f"cases/{self.known['case']}"

    @property
    def agent(self) -> str:
        return self.known.get("agent", DESK)

    def page(self) -> dict:
        return self.client.get(self.agent, self.case)

    def buy(self):
        home = self.client.post(
            DESK, "homes", project=self.project, building="T", floor=12, number=f"T-{self.mark}", area=98
        )
        owner = self.client.post(
            DESK,
            "owners",
            project=self.project,
            kind="person",
            name="涂安宁",
            language="zh-hans",
            email=f"tour{self.mark}@example.com",
        )
        purchase = self.client.post(
            DESK,
            "purchases",
            owner=owner["number"],
            home=home["public_number"],
            kind="contract",
            signed_on=self.today,
            price={"amount": 372_400_000, "currency": "CNY"},
        )
        self.known |= {"owner": owner["number"], "home": home["public_number"]}
        return DESK, f"owner {owner['number']}, home {home['number']}, contract {purchase['number']}"

    def complain(self):
        case = self.client.post(
            DESK,
            "cases",
            project=self.project,
            owner=self.known["owner"],
            home=self.known["home"],
            kind="complaint",
            channel="phone",
            words=LEAK,
            summary="卫生间天花板滴水",
            subject="handover",
        )
        self.known["case"] = case["number"]
        return (
            DESK,
            f"case {case['number']} registered, {case['severity']}; an answer is due {case['due_at'][:16]}",
        )

    def dispatched(self):
        page = self.client.wait(DESK, self.case, lambda page: page["case"]["assignee"], what="the dispatch")
        who = page["case"]["assignee"]["username"]
        if who in self.agents:
            self.known["agent"] = who
        return "the house", f"assigned to {page['case']['assignee']['name']}"

    def investigated(self):
        self.client.post(
            self.agent,
            f"{self.case}/investigation",
            substantiated=True,
            department=self.department,
            findings="淋浴区防水层破损",
            fault_share=90,
        )
        return self.agent, "substantiated; engineering is responsible"

    def transferred(self):
        slip = self.client.post(
            self.agent, f"{self.case}/transfer-slips", request="请查明渗漏点并给出修复方案"
        )
        self.known["slip"] = slip["number"]
        return self.agent, f"slip {slip['number']}, a reply is due {slip['due_at'][:16]}"

    def answered(self):
        self.client.post(
            DEPARTMENT, f"transfer-slips/{self.known['slip']}/answer", solution="重做防水层，闭水试验 48 小时"
        )
        return DEPARTMENT, "solution: new waterproofing, 48 hours' water test"

    def proposed(self):
        parts = [
            {"kind": "apology", "description": "致歉"},
            {"kind": "repair", "cost": {"amount": 30_000, "currency": "CNY"}},
        ]
        proposal = self.client.post(
            self.agent, f"{self.case}/proposals", summary="重做防水层并致歉", parts=parts
        )
        who = self.agent
        if proposal["status"] == "awaiting_approval":
            proposal = self.client.post(SUPERVISOR, f"proposals/{proposal['number']}/approval", approved=True)
            who = f"{self.agent}, {SUPERVISOR}"
        self.known["proposal"] = proposal["number"]
        return who, f"proposal {proposal['number']}, {proposal['status']}"

    def agreed(self):
        path = f"proposals/{self.known['proposal']}/owner-decision"
        self.client.post(self.agent, path, agreed=True, words="同意", signed_name="涂安宁")
        return "the owner", "agreed and signed"

    def done(self):
        action = self.client.post(
            self.agent,
            f"{self.case}/actions",
            department=self.department,
            description="重做防水层",
            due_on=self.today,
        )
        self.client.post(DEPARTMENT, f"actions/{action['id']}/completion", result="已完成，试水不漏")
        return f"{self.agent}, {DEPARTMENT}", "one action set and finished"

    def completed(self):
        self.client.post(self.agent, f"{self.case}/completion", result="防水层已重做")
        page = self.client.wait(
            self.agent, self.case, lambda page: _planned(page["return_visits"]), what="the return visit"
        )
        self.known["visit"] = _planned(page["return_visits"])[0]["number"]
        asked = self.client.wait(
            CALLER,
            f"invitations?case={self.known['case']}",
            lambda page: page["results"] and page["results"][0]["status"] in ("open", "withheld"),
            what="the questionnaire",
        )["results"][0]
        return "the house", f"return visit {self.known['visit']}; questionnaire {asked['status']}"

    def not_content(self):
        return self._asked(UNHAPPY, STILL)

    def content(self):
        return self._asked(HAPPY, FINE)

    def _asked(self, answers, words):
        answer = self.client.post(
            CALLER, "callbacks", visit=self.known["visit"], outcome="reached", answers=answers, words=words
        )
        feedback = answer["feedback"]
        self.known["feedback"] = feedback["id"]
        return CALLER, f"score {feedback['score']} of 100, {feedback['attitude_label']}"

    def decided(self):
        row = self._decision()
        whole = self.client.get(SUPERVISOR, f"decisions/{row['id']}")
        self.known["directive"] = row["directive"]
        facts = f"{row['outcome_label']}: {row['plan_label']} ({len(whole['alternatives'])} plans compared)"
        return "the house", f"{facts}; directive {row['directive']}. {row['reasons'][0]}"

    def _decision(self):
        path = f"decisions?case={self.known['case']}"
        mine = lambda page: [row for row in page["results"] if row["feedback"] == self.known["feedback"]]  # noqa: E731
        return mine(self.client.wait(SUPERVISOR, path, mine, what="the decision"))[0]

    def accepted(self):
        answer = self.client.post(self.agent, f"directives/{self.known['directive']}/acceptance")
        return (
            self.agent,
            f"directive {answer['number']} {answer['status_label']}, due {answer['due_at'][:16]}",
        )

    def fulfilled(self):
        path = f"directives/{self.known['directive']}/fulfilment"
        answer = self.client.post(self.agent, path, result="主管上门致歉并全程督修")
        return self.agent, f"directive {answer['number']} {answer['status_label']}"

    def outcome(self):
        row = self._outcome(lambda row: True)
        return (
            "the house",
            f"before: {row['score_before']} of 100; the owner is asked with the next return visit",
        )

    def _outcome(self, fits):
        path = f"outcomes?directive={self.known['directive']}"
        page = self.client.wait(
            SUPERVISOR, path, lambda page: page["results"] and fits(page["results"][0]), what="the outcome"
        )
        return page["results"][0]

    def closed(self):
        decision = self._decision()
        row = self._outcome(lambda row: row["measured_at"])
        page = self.client.wait(
            self.agent, self.case, lambda page: page["case"]["status"] == "closed", what="the closing"
        )
        scores = f"{row['score_before']} → {row['score_after']}: {row['finding_label']}"
        return "the house", f"{decision['outcome_label']}; case {page['case']['status_label']}; {scores}"


def _planned(visits) -> list:
    return [visit for visit in visits if visit["status"] == "planned"]


def tell(story: Story) -> Iterator[Told]:
    """Take the steps one after the other; whatever breaks, breaks out of here with its step begun."""
    for title, deed in story.steps():
        began = time.perf_counter()
        story.known["step"] = title
        who, changed = deed()
        yield Told(title, who, changed, time.perf_counter() - began)
