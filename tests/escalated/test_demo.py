"""The town has a difficult complaint under way, one that waits for its senior handler, and one that has ended."""

from datetime import timedelta
from types import SimpleNamespace

from service_desk.escalated import demo, selectors
from service_desk.escalated.models import DifficultCase, ResponsePlan


def test_the_town_shows_each_stage(room, story):
    story.drive("investigating")
    theirs = story.drive("assigned")
    story.hand_over(theirs, story.bob, because="自己跟进")
    staff = {"alice": story.alice, "bob": story.bob, "eve": room.eve}
    world = SimpleNamespace(staff=staff, chen=story.chen, home_1201=story.home)
    demo.load(world, now=story.now + timedelta(days=3))
    assert set(DifficultCase.objects.values_list("status", flat=True)) == {"open", "ended"}
    under_way = DifficultCase.objects.filter(status="open")
    assert sorted(selectors.is_taken(row) for row in under_way) == [False, True]
    plan = ResponsePlan.objects.get()
    assert (plan.status, plan.decided_by, plan.options.count()) == ("in_force", room.eve, 3)
