"""Out of scope is not found, out of role is not allowed, for every paper of a case."""

import pytest

from crm.accounts.models import User
from crm.accounts.permissions import VERBS
from crm.accounts.services import grant
from crm.errors import NotAllowed, NotFound
from service_desk.cases import access


@pytest.fixture
def papers(story):
    """A function for each kind of paper that asks for it as somebody."""
    visiting = story.drive("visiting")
    slip, proposal = visiting.slips.get(), visiting.proposals.get()
    action, visit = visiting.actions.get(), visiting.visits.earliest("sequence")
    return {
        "case": lambda user, **to: access.case_for(user, visiting.number, **to),
        "slip": lambda user, **to: access.slip_for(user, slip.number, **to),
        "proposal": lambda user, **to: access.proposal_for(user, proposal.number, **to),
        "action": lambda user, **to: access.action_for(user, action.public_id, **to),
        "visit": lambda user, **to: access.visit_for(user, visit.number, **to),
    }


def test_an_agent_of_another_city_finds_no_paper_at_all(papers, dan):
    for ask in papers.values():
        with pytest.raises(NotFound):
            ask(dan)


def test_a_desk_agent_finds_them_all(papers, alice):
    for ask in papers.values():
        assert ask(alice) is not None


def test_a_handler_finds_slip_and_action_of_his_department_and_nothing_else(papers, hong):
    assert papers["slip"](hong) and papers["action"](hong)
    for name in ("case", "proposal", "visit"):
        with pytest.raises(NotAllowed):
            papers[name](hong)


def test_the_administrator_reads_no_case(papers, ada):
    for name in ("case", "proposal", "visit"):
        with pytest.raises(NotAllowed):
            papers[name](ada)


def test_an_agent_here_and_a_handler_there_reads_cases_here_only(story, dan, harbour, engineering, now):
    """His scope holds both cities, his right to read only one: that is what the queue has to tell apart."""
    machine = story.machine
    grant(machine, dan, role="handler", city=story.project.city, department=engineering, now=now)
    dan = User.objects.get(pk=dan.pk)
    here = story.register()
    assert not access.readable_cases(dan).filter(pk=here.pk).exists()
    with pytest.raises(NotAllowed):
        access.case_for(dan, here.number)


@pytest.mark.parametrize(
    ("name", "verb", "allowed"),
    [
        ("alice", "cases.register", True),
        ("cai", "cases.register", False),
        ("cai", "visits.record", True),
        ("alice", "visits.record", False),
        ("eve", "cases.approve", True),
        ("eve", "cases.close", False),
        ("sam", "cases.write", True),
        ("bob", "slips.answer", False),
    ],
)
def test_each_role_has_its_verbs(papers, request, name, verb, allowed):
    user = request.getfixturevalue(name)
    paper = {"visits.record": "visit", "slips.answer": "slip"}.get(verb, "case")
    if allowed:
        assert papers[paper](user, to=verb)
        return
    with pytest.raises(NotAllowed):
        papers[paper](user, to=verb)


def test_every_verb_of_the_room_is_declared_with_a_role():
    ours = {verb for verb in VERBS if verb.split(".")[0] in ("cases", "slips", "actions", "visits")}
    assert len(ours) >= 20
    assert all(VERBS[verb] for verb in ours)
