"""Every pair of statuses by the API: only the moves of the table happen, and what is refused changes nothing.

It is driven from the tables: a status without its row here, a move that no verb makes and a verb that makes another
move fail alike.
"""

from dataclasses import replace

import pytest

from service_desk.cases.states import CaseStatus
from tests.groups.conftest import House
from tests.procedure.pairs import cases, rooms
from tests.procedure.pairs.machines import World, everything, fresh, undone

MACHINES = {
    "case": cases.CASE,
    "slip": cases.SLIP,
    "proposal": cases.PROPOSAL,
    "action": cases.ACTION,
    "visit": cases.VISIT,
    "hand-over": rooms.HAND_OVER,
    "promise": rooms.PROMISE,
    "directive": rooms.DIRECTIVE,
    "difficult": rooms.DIFFICULT,
    "response plan": rooms.RESPONSE_PLAN,
    "crisis": rooms.CRISIS,
    "crisis statement": rooms.STATEMENT,
    "group proposal": rooms.GROUP,
}
PLACES = [(name, status) for name, machine in MACHINES.items() for status in machine.moves]


@pytest.fixture
def world(story, sam, eve, api, monkeypatch) -> World:
    monkeypatch.setattr("crm.clock.now", lambda: story.now)
    monkeypatch.setattr("django.conf.settings.API_RATE", None, raising=False)
    names = ("alice", "bob", "hong", "cai")
    people = {name: getattr(story, name) for name in names} | {"sam": sam, "eve": eve}
    story.house = House(story)
    story.other()
    return World(story, people, api)


def problem(answer) -> str:
    """The code of a refusal, which is told as problem details."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    said = answer.json()
    assert said["status"] == answer.status_code
    return said["code"]


def tried(world, machine, thing, before, after) -> bool:
    """Whether a verb brought the thing from the one status into the other; what it may not do is refused."""
    reached = False
    for deed in machine.deeds[after]:
        with undone():
            stood = everything()
            answer = deed(world, thing)
            if answer is None:
                continue
            stands = fresh(thing).status
            assert stands == before or stands in machine.moves[before], f"{before} to {stands}"
            reached = reached or stands == after
            if answer.status_code == 201:
                assert after in machine.moves[before] or deed in machine.beside, f"{before}: {answer.content}"
                continue
            assert problem(answer)
            assert stands == before
            if deed not in machine.beside:
                assert everything() == stood
            if after not in machine.moves[before]:
                assert answer.status_code == 409, f"{before} to {after}: {answer.content}"
    return reached


def made_from(world, machine, before) -> set:
    made = set()
    for place in machine.stages[before]:
        with undone():
            thing = fresh(place(world))
            assert thing.status == before
            others = [status for status in machine.moves if status != before]
            made |= {after for after in others if tried(world, machine, thing, before, after)}
    return made


@pytest.mark.parametrize("name", MACHINES)
def test_every_status_has_its_place_and_its_verbs(name):
    machine = MACHINES[name]
    statuses = set(type(next(iter(machine.moves))))
    assert set(machine.moves) == set(machine.stages) == set(machine.deeds) == statuses
    assert all(machine.stages.values())
    assert set(machine.elsewhere) <= {(a, b) for a, targets in machine.moves.items() for b in targets}


@pytest.mark.parametrize(("name", "before"), PLACES)
def test_the_api_makes_the_moves_of_the_table_and_no_other(world, name, before):
    machine = MACHINES[name]
    made = made_from(world, machine, before)
    elsewhere = {after for came_from, after in machine.elsewhere if came_from == before}
    assert made | elsewhere == machine.moves[before]
    assert not made & elsewhere


def test_control_a_move_that_the_table_does_not_know_is_found(world):
    moves = dict(cases.CASE.moves) | {CaseStatus.ANSWERED: {CaseStatus.TRANSFERRED, CaseStatus.MERGED}}
    with pytest.raises(AssertionError, match="answered to proposed"):
        made_from(world, replace(cases.CASE, moves=moves), CaseStatus.ANSWERED)


def test_control_a_move_that_no_verb_makes_is_found(world):
    made = made_from(world, rooms.CRISIS, rooms.CrisisStatus.CLOSED)
    assert made != {rooms.CrisisStatus.OPEN}
