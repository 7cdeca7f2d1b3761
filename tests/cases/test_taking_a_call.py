"""Taking a call offers only what may be registered: homes, projects and people of one's own."""

import pytest
from django.utils import translation

from crm.accounts.models import User
from crm.accounts.services import grant
from crm.web.formats import date_text
from owners.contracts.services import record_ownership
from service_desk.cases import pickers
from service_desk.clocks import policies
from service_desk.clocks.models import Deadline
from tests.cases.story import WORDS, nothing_changes


@pytest.fixture
def owner_of_two(story, home_501, now):
    """Chen, who also owns a home in the other city."""
    record_ownership(story.machine, story.chen, home_501, since=now.date(), now=now)
    return story.chen


@pytest.fixture
def alice_seeing_both(story, harbour, now):
    """Alice, who reads cases in the other city as well, but takes none there."""
    grant(story.machine, story.alice, role="callback", project=harbour, now=now)
    return User.objects.get(pk=story.alice.pk)


def said(owner, **more):
    form = {
        "owner": owner.number,
        "words": WORDS,
        "kind": "complaint",
        "subject": "engineering_quality",
        "channel": "phone",
        "language": "zh-hans",
        "emotion": "calm",
    }
    return form | more


@pytest.mark.parametrize("who", ["alice", "alice_seeing_both"])
def test_a_home_where_one_may_not_register_is_neither_shown_nor_preselected(
    who, request, owner_of_two, home_1201, home_501, signed_in
):
    client = signed_in(request.getfixturevalue(who))
    page = client.get(f"/desk/new/?owner={owner_of_two.number}").content.decode()
    assert home_1201.public_number in page
    assert home_501.public_number not in page
    assert "海景湾" not in page


def test_an_owner_with_homes_elsewhere_only_has_none_preselected(alice_seeing_both, dai, home_501, signed_in):
    page = signed_in(alice_seeing_both).get(f"/desk/new/?owner={dai.number}").content.decode()
    assert home_501.public_number not in page
    assert 'value="HARBOUR"' not in page
    assert 'value="RIVERSIDE"' in page


def test_who_may_be_calling_is_shown_with_the_homes_of_ones_own_projects(owner_of_two, alice, signed_in):
    page = signed_in(alice).post("/desk/new/callers/", {"caller_query": "陈建国"}).content.decode()
    assert "3-2-1201" in page
    assert "海景湾" not in page


def test_a_home_elsewhere_that_is_sent_all_the_same_registers_nothing(
    owner_of_two, alice_seeing_both, home_501, signed_in
):
    client = signed_in(alice_seeing_both)
    with nothing_changes():
        answer = client.post("/desk/new/", said(owner_of_two, home=home_501.public_number))
    assert answer.status_code == 422


def test_an_owner_of_elsewhere_is_not_registered_here_and_the_page_says_why(
    alice_seeing_both, dai, signed_in
):
    client = signed_in(alice_seeing_both)
    with nothing_changes():
        answer = client.post("/desk/new/", said(dai, project="RIVERSIDE"))
    assert answer.status_code == 422
    assert "这位业主属于其他项目。" in answer.content.decode()


def test_projects_are_offered_by_what_may_be_done_there(alice_seeing_both):
    codes = {
        verb: [row.code for row in pickers.projects_for(alice_seeing_both, verb)]
        for verb in ("cases.view", "cases.register")
    }
    assert codes == {"cases.view": ["RIVERSIDE", "HARBOUR"], "cases.register": ["RIVERSIDE"]}


def test_the_day_that_is_told_on_the_line_is_that_of_the_rules_in_force(story, signed_in, monkeypatch):
    draft = policies.begin_draft(story.bob, now=story.now)
    names = {"en": "quick", "zh-hans": "从快", "zh-hant": "從快", "fi": "nopea"}
    for rule in (
        {"clock": "answer", "measure": "working_days", "amount": 2},
        {"clock": "first_response", "measure": "working_hours", "amount": 1},
    ):
        policies.set_rule(story.bob, draft, names=names, now=story.now, **rule)
    policies.take_effect(story.bob, draft, because="试行", on_open=False, now=story.now)
    monkeypatch.setattr("crm.clock.now", lambda: story.now)
    told = pickers.promised_answer(story.project, story.now)
    form = said(story.chen, channel="wecom")
    page = signed_in(story.alice).post("/desk/new/", form, follow=True).content.decode()
    due = dict(Deadline.objects.values_list("kind", "due_at"))
    assert due["answer"] == told
    assert due["first_response"].date() < told.date()
    with translation.override("zh-hans"):
        assert date_text(told.date()) in page
