"""A large concern with its parts, and cases that have to do with each other."""

import pytest

from crm.errors import IllegalMove, Refused
from service_desk.cases import services
from service_desk.linking import services as linking
from service_desk.linking.selectors import blocking_children, children_of, kin_of, parent_of
from tests.cases.story import nothing_changes


def adopt(story, parent, child, **given):
    return linking.adopt(story.alice, parent, child=child, now=story.now, **given)


def test_a_parent_waits_for_the_children_that_block_it(story):
    parent, child = story.drive("visiting"), story.drive("assigned")
    link = adopt(story, parent, child)
    assert [row.lower for row in children_of(parent)] == [child]
    assert parent_of(child).upper == parent
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.close(story.bob, parent, because="满意", now=story.now)
    assert (refusal.value.code, refusal.value.extra["open"]) == ("children_open", [child.number])
    linking.end_link(story.alice, link, now=story.now)
    assert services.close(story.bob, parent, because="满意", now=story.now).status == "closed"


def test_a_child_that_does_not_block_is_not_waited_for(story):
    parent, child = story.drive("visiting"), story.drive("assigned")
    adopt(story, parent, child, blocks=False)
    assert blocking_children(parent) == []
    assert services.close(story.bob, parent, because="满意", now=story.now).status == "closed"


def test_a_merged_child_is_not_waited_for(story):
    parent, child, other = story.drive("visiting"), story.drive("assigned"), story.drive("assigned")
    adopt(story, parent, child)
    linking.merge(story.alice, child, into=other, because="同一件事", now=story.now)
    assert blocking_children(parent) == []


def test_a_parent_is_not_merged_away_from_under_its_open_parts(story):
    master, child = story.register(owner=None, home=None), story.drive("assigned")
    other = story.drive("visiting")
    link = adopt(story, master, child)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        linking.merge(story.alice, master, into=other, because="同一件事", now=story.now)
    assert refusal.value.code == "has_children"
    linking.end_link(story.alice, link, now=story.now)
    linking.merge(story.alice, master, into=other, because="同一件事", now=story.now)
    assert story.fresh(master).status == "merged"


def test_the_machine_keeps_its_decision_until_the_last_child_is_closed(story):
    parent = story.drive("visiting", subject="property_service")
    child = story.drive("assigned")
    adopt(story, parent, child)
    kept = services.close(story.machine, parent, because="满意", now=story.now)
    assert (kept.status, kept.closings_agreed) == ("visiting", 1)


def test_there_are_two_levels_and_so_no_circle(story):
    upper, middle, lower = (story.drive("assigned") for _each in range(3))
    adopt(story, upper, middle)
    for parent, child in ((middle, lower), (middle, upper), (lower, upper), (upper, upper)):
        with nothing_changes(), pytest.raises(Refused):
            adopt(story, parent, child)


def test_a_case_is_a_part_of_one_other_only(story):
    first, second, child = (story.drive("assigned") for _each in range(3))
    adopt(story, first, child)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        adopt(story, second, child)
    assert refusal.value.code == "has_parent"


def test_a_closed_case_takes_no_parts(story):
    with pytest.raises(IllegalMove):
        adopt(story, story.drive("closed"), story.drive("assigned"))


def test_asked_again_it_is_the_same_link_with_the_blocking_asked_for_last(story):
    parent, child = story.drive("assigned"), story.drive("assigned")
    first = adopt(story, parent, child)
    again = adopt(story, parent, child, blocks=False)
    assert (again.pk, again.blocks) == (first.pk, False)
    assert parent.history.filter(verb="linked").count() == 1


def test_two_cases_that_have_to_do_with_each_other_show_it_on_both_sides(story):
    one, two = story.drive("assigned"), story.drive("assigned")
    link = linking.relate(story.alice, one, to=two, because="同一根水管", now=story.now)
    assert linking.relate(story.alice, two, to=one, now=story.now) == link
    assert [case for _link, case in kin_of(one, reader=story.alice).related] == [two]
    assert [case for _link, case in kin_of(two, reader=story.alice).related] == [one]
    linking.end_link(story.bob, link, now=story.now)
    assert kin_of(one, reader=story.alice).is_empty
    with nothing_changes(), pytest.raises(IllegalMove):
        linking.end_link(story.bob, link, now=story.now)
