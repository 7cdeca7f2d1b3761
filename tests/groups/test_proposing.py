"""The detector at work: as cases come in and at night; it proposes once, and people decide."""

from datetime import timedelta

import pytest

from crm.errors import IllegalMove, NotAllowed, NotFound, Refused
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.groups import access, detecting, selectors, services
from service_desk.groups.models import CaseGroup, GroupProposal, GroupScan
from service_desk.linking import services as linking
from service_desk.linking.selectors import blocking_children, parent_of
from tests.cases.story import nothing_changes
from tests.flows.story import deliver


def look(story, case):
    return detecting.look_around(story.machine, case, now=story.now)


def proposed(story, house, homes=3):
    for number in range(1, homes + 1):
        case = house.report(number)
        look(story, case)
    return GroupProposal.objects.latest("id")


def numbers(row):
    return [member.case.number for member in selectors.members_of_proposal(row)]


def test_the_third_home_makes_a_proposal_and_the_second_none(story, house):
    first, second = house.report(1), house.report(2)
    assert look(story, first) + look(story, second) == []
    (row,) = look(story, house.report(3))
    assert (row.level, row.matter, row.homes, row.status) == ("entrance", "topic:leak", 3, "waiting")
    assert numbers(row) == [case.number for case in Case.objects.order_by("id")]


def test_the_fact_of_a_new_case_is_enough(story, house):
    for number in range(1, 4):
        house.report(number)
    deliver(story.now)
    assert GroupProposal.objects.get().homes == 3


def test_a_fourth_home_grows_what_waits_and_a_second_look_says_nothing_new(story, house):
    row = proposed(story, house)
    fourth = house.report(4)
    assert look(story, fourth) == [row]
    assert look(story, fourth) == []
    assert GroupProposal.objects.get().homes == 4


def test_the_scan_finds_the_same_and_proposes_nothing_twice(story, house):
    for number in range(1, 4):
        house.report(number)
    assert len(detecting.scan(story.machine, story.project, now=story.now)) == 1
    assert detecting.scan(story.machine, story.project, now=story.now) == []
    assert GroupProposal.objects.count() == 1


def test_each_project_is_looked_through_once_a_night(story, house):
    assert detecting.scan_due(now=story.now, limit=5) == 0
    due = GroupScan.objects.get(project=story.project).due_at
    assert due.astimezone(story.now.tzinfo).hour == 2
    for number in range(1, 4):
        house.report(number)
    night = due + timedelta(minutes=1)
    assert detecting.scan_due(now=night, limit=5) == GroupScan.objects.count()
    assert detecting.scan_due(now=night, limit=5) == 0
    assert GroupScan.objects.get(project=story.project).found == 1


def test_accepting_makes_a_master_case_of_the_chosen_members(story, house):
    row = proposed(story, house, homes=4)
    chosen = numbers(row)[:3]
    group = services.accept(story.alice, row, numbers=chosen, because="同一根立管", now=story.now)
    assert [case.number for case in services.members_of(group)] == chosen
    assert group.master.impact["households"] == 3
    assert (group.master.severity, group.master.owner, group.master.home) == ("hot", None, None)
    row.refresh_from_db()
    assert (row.status, row.decided_by, row.group) == ("accepted", story.alice, group)


def test_the_master_is_as_grave_as_the_gravest_member(story, house):
    house.report(1, impact={"safety": True})
    house.report(2, impact={"media": True})
    look(story, house.report(3))
    row = GroupProposal.objects.get()
    group = services.accept(story.alice, row, numbers=numbers(row), now=story.now)
    assert group.master.severity == "major"


def test_a_group_needs_two_homes_and_cases_of_the_proposal(story, house):
    row = proposed(story, house)
    stranger = house.report(9, words="想问一下")
    for wrong in ([], [stranger.number], numbers(row)[:1]):
        with nothing_changes(), pytest.raises(Refused):
            services.accept(story.alice, row, numbers=wrong, now=story.now)
    assert not CaseGroup.objects.exists()


def test_what_was_rejected_is_never_proposed_again_for_the_same_homes(story, house):
    row = proposed(story, house)
    services.reject(story.alice, row, because="三个不同的原因", now=story.now)
    assert detecting.scan(story.machine, story.project, now=story.now) == []
    assert look(story, house.report(4)) == []
    (again,) = look(story, house.report(5))
    assert (again.homes, again.pk != row.pk) == (5, True)


def test_a_rejection_needs_its_reason_and_a_decision_stands(story, house):
    row = proposed(story, house)
    with nothing_changes(), pytest.raises(Refused):
        services.reject(story.alice, row, because=" ", now=story.now)
    services.reject(story.alice, row, because="不同", now=story.now)
    with nothing_changes(), pytest.raises(IllegalMove):
        services.accept(story.alice, row, numbers=numbers(row), now=story.now)


def test_what_is_put_off_comes_back_on_its_day(story, house):
    row = proposed(story, house)
    with pytest.raises(Refused):
        services.put_off(story.alice, row, until=story.now, now=story.now)
    services.put_off(story.alice, row, until=story.later(days=2), now=story.now)
    assert list(selectors.proposals(story.alice)) == []
    assert detecting.scan_due(now=story.later(days=2, hours=1), limit=9) >= 1
    assert list(selectors.proposals(story.alice)) == [row]


def test_what_is_put_off_comes_back_when_another_home_reports(story, house):
    row = proposed(story, house)
    services.put_off(story.alice, row, until=story.later(days=5), now=story.now)
    look(story, house.report(4))
    row.refresh_from_db()
    assert (row.status, row.homes) == ("waiting", 4)


def test_a_new_case_that_fits_a_group_is_proposed_to_join_it(story, house):
    row = proposed(story, house)
    group = services.accept(story.alice, row, numbers=numbers(row), now=story.now)
    (asked,) = look(story, house.report(4))
    assert (asked.group, asked.homes) == (group, 1)
    services.accept(story.alice, asked, numbers=numbers(asked), now=story.now)
    assert services.members_of(group).count() == 4


def test_the_master_waits_for_its_members_and_closes_after_them(story, house):
    row = proposed(story, house)
    group = services.accept(story.alice, row, numbers=numbers(row), now=story.now)
    assert len(blocking_children(group.master)) == 3
    master = story.fresh(group.master)
    for step in ("assigned", "investigating", "transferred", "answered", "proposed"):
        getattr(story, f"_to_{step}")(master)
    offered = master.proposals.get(status="offered")
    cases.record_owner_decision(story.alice, offered, agreed=True, signed_name="业主代表", now=story.now)
    story._to_implementing(master)
    story._to_completed(master)
    deliver(story.now)
    assert story.fresh(master).status == "completed"
    with nothing_changes(), pytest.raises(Refused):
        cases.close(story.bob, story.fresh(master), because="都好了", now=story.now)
    for case in services.members_of(group):
        services.leave(story.bob, group, case=case, because="另行处理", now=story.now)
    cases.close(story.bob, story.fresh(master), because="都好了", now=story.now)
    assert story.fresh(master).status == "closed"


def test_a_member_leaves_with_a_reason_and_another_joins(story, house, dai, home_501):
    row = proposed(story, house)
    group = services.accept(story.alice, row, numbers=numbers(row), now=story.now)
    case = services.members_of(group).first()
    with nothing_changes(), pytest.raises(Refused):
        services.leave(story.alice, group, case=case, because="", now=story.now)
    services.leave(story.alice, group, case=case, because="他家是水龙头", now=story.now)
    assert parent_of(case) is None
    with nothing_changes(), pytest.raises(IllegalMove):
        services.leave(story.alice, group, case=case, because="x", now=story.now)
    other = story.register(project=dai.ownerships.first().home.project, owner=dai, home=home_501)
    with nothing_changes(), pytest.raises(Refused):
        services.join(story.alice, group, case=other, now=story.now)
    with nothing_changes(), pytest.raises(Refused):
        services.join(story.alice, group, case=group.master, now=story.now)


def test_another_city_sees_neither_proposals_nor_groups(story, house, dan, hong):
    row = proposed(story, house)
    group = services.accept(story.alice, row, numbers=numbers(row), now=story.now)
    for finder, thing in ((access.proposal_for, row), (access.group_for, group)):
        with pytest.raises(NotFound):
            finder(dan, thing.public_id)
        with pytest.raises(NotAllowed):
            finder(hong, thing.public_id)
    assert list(selectors.proposals(dan, status="accepted")) == []
    with pytest.raises(NotAllowed):
        access.group_for(story.cai, group.public_id, to="groups.decide")


def test_with_its_last_open_case_a_proposal_leaves_the_inbox_and_returns_with_another_home(story, house):
    row = proposed(story, house)
    waiting = lambda: list(selectors.proposals(story.bob))  # noqa: E731
    *others, last = [member.case for member in selectors.members_of_proposal(row)]
    for case in others:
        linking.merge(story.alice, case, into=_alike(story, case), because="重复", now=story.now)
    assert waiting() == [row]
    linking.merge(story.alice, last, into=_alike(story, last), because="重复", now=story.now)
    assert waiting() == []
    assert look(story, house.report(4)) == [row]
    assert waiting() == [row]


def _alike(story, case):
    return story.register(owner=case.owner, home=case.home)
