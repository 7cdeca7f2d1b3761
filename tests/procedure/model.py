"""The complaint procedure as a few numbers: what each step needs and what it changes. It knows nothing of the house."""

from copy import deepcopy
from dataclasses import dataclass, field

WAY = {
    "registered": "assign",
    "assigned": "find_true",
    "transferred": "answer",
    "answered": "propose_little",
    "agreed": "act",
    "completed": "plan_visits",
    "merged": "undo_merge",
}
WORKED = {"completed", "visiting", "explained"}


@dataclass
class Model:
    status: str = "registered"
    round: int = 1
    substantiated: bool | None = None
    waiting: int = 0
    proposals: list[str] = field(default_factory=list)
    actions: int = 0
    visits: list[list] = field(default_factory=list)
    closings: int = 0
    assignee: str = ""
    asked_from: str | None = None
    asked: str = ""
    promised: int = 0
    came_from: str = ""

    def copy(self) -> "Model":
        return deepcopy(self)

    @property
    def open(self) -> bool:
        return self.status not in ("closed", "merged")

    @property
    def planned(self) -> list[list]:
        return [visit for visit in self.visits if visit[0] == "planned"]

    def standing(self, status: str) -> bool:
        return status in self.proposals

    def settle(self, before: str, after: str) -> None:
        """The newest proposal of one standing gets another."""
        place = len(self.proposals) - 1 - self.proposals[::-1].index(before)
        self.proposals[place] = after

    def others_open(self) -> bool:
        return self.standing("awaiting") or self.standing("offered")

    def stands(self) -> dict:
        return {
            "status": self.status,
            "round": self.round,
            "substantiated": self.substantiated,
            "waiting": self.waiting,
            "awaiting": self.proposals.count("awaiting"),
            "offered": self.proposals.count("offered"),
            "actions": self.actions,
            "planned": len(self.planned),
            "closings": self.closings,
            "asked": self.asked_from is not None,
            "promised": self.promised,
            "with_bob": self.assignee == "bob",
        }

    def forward(self) -> str | None:
        if self.status == "investigating":
            return {None: "find_true", True: "transfer", False: "explain"}[self.substantiated]
        if self.status == "proposed":
            return "agree" if self.standing("offered") else "approve"
        if self.status == "implementing":
            return "finish" if self.actions else "complete"
        if self.status == "visiting":
            return "reach" if self.planned else "close_by_answer"
        return WAY.get(self.status)


def assign(m: Model) -> bool:
    if not m.open or m.assignee not in ("", "alice"):
        return False
    m.assignee = "alice"
    if m.status == "registered":
        m.status = "assigned"
    return True


def _find(m: Model, substantiated: bool) -> bool:
    if m.status not in ("assigned", "investigating"):
        return False
    m.status, m.substantiated = "investigating", substantiated
    return True


def explain(m: Model) -> bool:
    if m.status != "investigating" or m.substantiated is not False:
        return False
    m.status = "explained"
    return True


def transfer(m: Model) -> bool:
    if m.status not in ("investigating", "transferred", "answered") or not m.substantiated or m.waiting:
        return False
    m.status, m.waiting = "transferred", 1
    return True


def answer(m: Model) -> bool:
    if m.status != "transferred" or not m.waiting:
        return False
    m.status, m.waiting = "answered", 0
    return True


def _propose(m: Model, standing: str) -> bool:
    if m.status not in ("answered", "proposed"):
        return False
    m.status = "proposed"
    m.proposals.append(standing)
    return True


def approve(m: Model) -> bool:
    if m.status != "proposed" or not m.standing("awaiting"):
        return False
    m.settle("awaiting", "offered")
    return True


def disapprove(m: Model) -> bool:
    if m.status != "proposed" or not m.standing("awaiting"):
        return False
    m.settle("awaiting", "disapproved")
    if not m.others_open():
        m.status = "answered"
    return True


def agree(m: Model) -> bool:
    if m.status != "proposed" or not m.standing("offered"):
        return False
    m.settle("offered", "agreed")
    m.proposals = ["withdrawn" if row in ("awaiting", "offered") else row for row in m.proposals]
    m.status, m.promised = "agreed", m.promised + 1
    return True


def refuse(m: Model) -> bool:
    if m.status != "proposed" or not m.standing("offered"):
        return False
    m.settle("offered", "refused")
    if not m.others_open():
        m.status, m.waiting, m.round = "transferred", 1, m.round + 1
    return True


def act(m: Model) -> bool:
    if m.status not in ("agreed", "implementing"):
        return False
    m.status, m.actions = "implementing", m.actions + 1
    return True


def finish(m: Model) -> bool:
    if m.status != "implementing" or not m.actions:
        return False
    m.actions -= 1
    return True


def complete(m: Model) -> bool:
    if m.status not in ("agreed", "implementing") or m.actions:
        return False
    m.status, m.promised = "completed", 0
    return True


def plan_visits(m: Model) -> bool:
    if m.status == "completed":
        m.status = "visiting"
        m.visits += [["planned", 0], ["planned", 0]]
        return True
    return m.status == "visiting"


def reach(m: Model) -> bool:
    if m.status != "visiting" or not m.planned:
        return False
    m.planned[-1][0] = "made"
    return True


def miss(m: Model) -> bool:
    if m.status != "visiting" or not m.planned:
        return False
    visit = m.planned[-1]
    visit[1] += 1
    if visit[1] == 3:
        visit[0] = "made"
        if m.closings and not m.planned:
            _shut(m)
    return True


def _shut(m: Model) -> None:
    m.status, m.asked_from = "closed", None
    for visit in m.planned:
        visit[0] = "cancelled"


def close_by_answer(m: Model) -> bool:
    if m.status not in WORKED:
        return False
    if m.status == "visiting":
        made = sum(visit[0] == "made" for visit in m.visits)
        if m.planned and made <= m.closings:
            m.planned[0][0] = "made"
        m.closings += 1
        if m.planned:
            return True
    _shut(m)
    return True


def close_by_hand(m: Model) -> bool:
    if m.status not in WORKED:
        return False
    _shut(m)
    return True


def start_again(m: Model) -> bool:
    if m.status not in WORKED:
        return False
    m.status, m.round, m.substantiated, m.closings = "investigating", m.round + 1, None, 0
    m.visits = []
    return True


def merge(m: Model) -> bool:
    if not m.open:
        return False
    m.came_from, m.status, m.asked_from = m.status, "merged", None
    return True


def undo_merge(m: Model) -> bool:
    if m.status != "merged":
        return False
    m.status = m.came_from
    return True


def _ask(m: Model, to: str) -> bool:
    if not m.open or m.asked_from is not None or m.assignee == to:
        return False
    m.asked_from, m.asked = m.assignee, to
    return True


def _takes_it(m: Model, who: str) -> bool:
    if not m.open or m.asked_from is None or m.asked != who or m.asked_from != m.assignee:
        return False
    m.asked_from, m.assignee = None, who
    if m.status == "registered":
        m.status = "assigned"
    return True


def bob_just_takes_it(m: Model) -> bool:
    """A supervisor takes it from whoever has it: asked and accepted in one deed."""
    return _ask(m, "bob") and _takes_it(m, "bob")


def _cannot(m: Model, who: str) -> bool:
    if m.asked_from is None or m.asked != who:
        return False
    m.asked_from = None
    return True


def ask_back(m: Model) -> bool:
    if m.asked_from is None:
        return False
    m.asked_from = None
    return True


def give_many(m: Model) -> bool:
    """Out of the queue, to Alice: as `assign` where nobody has it, else she is asked."""
    if m.assignee == "bob":
        return _ask(m, "alice")
    return assign(m)


STEPS = {
    "assign": assign,
    "find_true": lambda m: _find(m, True),
    "find_untrue": lambda m: _find(m, False),
    "explain": explain,
    "transfer": transfer,
    "answer": answer,
    "propose_little": lambda m: _propose(m, "offered"),
    "propose_much": lambda m: _propose(m, "awaiting"),
    "approve": approve,
    "disapprove": disapprove,
    "agree": agree,
    "refuse": refuse,
    "act": act,
    "finish": finish,
    "complete": complete,
    "plan_visits": plan_visits,
    "reach": reach,
    "miss": miss,
    "close_by_answer": close_by_answer,
    "close_by_hand": close_by_hand,
    "start_again": start_again,
    "merge": merge,
    "undo_merge": undo_merge,
    "ask_bob": lambda m: _ask(m, "bob"),
    "bob_takes_it": lambda m: _takes_it(m, "bob"),
    "bob_just_takes_it": bob_just_takes_it,
    "bob_cannot": lambda m: _cannot(m, "bob"),
    "ask_alice": lambda m: _ask(m, "alice"),
    "alice_takes_it": lambda m: _takes_it(m, "alice"),
    "give_many": give_many,
    "ask_back": ask_back,
}
