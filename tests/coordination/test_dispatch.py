"""New cases go to the person they suit best, and the reason is kept."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.dispatch import services
from coordination.dispatch.rules import Candidate, Wanted, choose
from coordination.models import Alarm
from crm.accounts.models import Role
from service_desk.cases.models import CaseHistory
from service_desk.linking import services as linking
from tests.factories import a_user
from tests.flows import story
from tests.people import NOW

WANTED = Wanted(language="fi", subject="handover")
PLAIN = Candidate(1, "anna")


def test_who_knows_the_owner_goes_before_who_speaks_his_language():
    knows = replace(PLAIN, user_id=2, username="b", knows_owner=True)
    speaks = replace(PLAIN, user_id=3, username="c", languages=frozenset({"fi"}))
    assert choose([PLAIN, speaks, knows], WANTED).user_id == 2
    assert choose([PLAIN, speaks], WANTED).reasons == ("language", "load")


def test_simplified_and_traditional_are_one_spoken_language():
    ling = replace(PLAIN, languages=frozenset({"zh-hant"}))
    assert "language" in choose([ling], Wanted("zh-hans", "")).reasons


def test_a_full_desk_weighs_against_every_strength():
    busy = replace(PLAIN, user_id=2, languages=frozenset({"fi"}), knows_owner=True, open_cases=40)
    assert choose([PLAIN, busy], WANTED).user_id == 1


def test_nobody_there_is_nobody_chosen():
    assert choose([], WANTED) is None


@given(st.permutations([replace(PLAIN, user_id=n, username=f"u{n}", open_cases=n % 3) for n in range(6)]))
def test_the_order_in_which_they_stand_decides_nothing(candidates):
    assert choose(candidates, WANTED).user_id == 0


@pytest.mark.django_db
def test_the_case_goes_to_the_agent_who_knows_the_subject(alice, riverside, chen, home_1201, desk, system):
    expert = a_user(Role.AGENT, project=riverside, username="expert", language="zh-hans")
    services.set_strengths(system, expert, subjects=["engineering_quality"], now=NOW)
    case = story.registered(alice, chen, home_1201, subject="engineering_quality.leak")
    assert case.assignee == expert


@pytest.mark.django_db
def test_the_owners_next_case_goes_to_who_handled_his_last(alice, riverside, chen, home_1201, desk):
    first = story.registered(alice, chen, home_1201)
    a_user(Role.AGENT, project=riverside, username="aaron", language="zh-hans")
    second = story.registered(alice, chen, home_1201)
    assert second.assignee == first.assignee == alice
    assert "曾处理过该业主" in CaseHistory.objects.get(case=second, verb="assigned").because


@pytest.mark.django_db
def test_an_agent_of_another_city_is_no_candidate(bob, dan, chen, home_1201, desk):
    case = story.registered(bob, chen, home_1201)
    assert case.status == "registered"
    assert Alarm.objects.get().kind == "nobody"


@pytest.mark.django_db
def test_what_was_merged_into_another_looks_for_nobody_any_more(bob, dan, chen, home_1201, desk):
    first = story.registered(bob, chen, home_1201)
    second = story.registered(bob, chen, home_1201)
    assert Alarm.objects.standing().count() == 2
    linking.merge(bob, second, into=first, because="同一处漏水", now=NOW)
    assert [alarm.case for alarm in Alarm.objects.standing()] == [first]


@pytest.mark.django_db
def test_a_case_taken_in_the_meantime_stays_where_it_is(alice, bob, chen, home_1201, desk, system):
    from service_desk.cases import services as cases

    case = cases.register(
        alice,
        project=home_1201.project,
        owner=chen,
        kind="complaint",
        channel="phone",
        words="漏水",
        language="zh-hans",
        subject="handover",
        received_at=NOW,
        now=NOW,
    )
    cases.assign(bob, case, to=bob, because="mine", now=NOW)
    story.deliver()
    assert story.fresh(case).assignee == bob
    assert not Alarm.objects.exists()
