"""What the pairs are made of: a table of moves, ways to place a thing in each status, verbs that would bring it there."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from service_desk import models as desk
from tests.cases import story as stories

TABLES = (
    desk.Crisis,
    desk.CrisisStatement,
    desk.DifficultCase,
    desk.GroupProposal,
    desk.CaseGroup,
    desk.ResponsePlan,
)


@dataclass(frozen=True)
class Machine:
    """`stages` place a thing in a status, in each way that makes a difference; `deeds` are the verbs of the API that
    would bring it into one: each answers, or gives None where there is no paper to which the verb could be sent.

    `beside` are verbs that move it by way of something else, so that they may succeed and leave it where it is;
    `elsewhere` are the moves that no verb of the API makes, each with who makes it.
    """

    moves: dict
    stages: dict[str, tuple[Callable, ...]]
    deeds: dict[str, tuple[Callable, ...]]
    beside: tuple[Callable, ...] = ()
    elsewhere: dict[tuple[str, str], str] = field(default_factory=dict)


class World:
    """The cast, and a client of the API for each."""

    def __init__(self, story, people: dict, api):
        self.story, self.people, self.now = story, people, story.now
        self.clients = {name: api(person) for name, person in people.items()}

    def __getattr__(self, name):
        if name in self.__dict__.get("people", {}):
            return self.people[name]
        return getattr(self.story, name)

    def send(self, name: str, path: str, body: dict | None = None):
        return self.clients[name].post(path, body or {})


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def everything() -> dict:
    rows = {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}
    return rows | stories.everything()


@contextmanager
def undone():
    """Whatever happens inside is taken back, so that one thing is asked many questions."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
