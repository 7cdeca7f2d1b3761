"""The town's registers hold something of each kind, and every history runs forward."""

from datetime import timedelta
from types import SimpleNamespace

from crm.events.models import OutboxEvent
from service_desk.cases.models import Case
from service_desk.handingover.models import HandOver
from service_desk.linking.models import CaseMerge
from service_desk.promises import demo
from service_desk.promises.models import Promise
from service_desk.rating.models import SlipRating
from service_desk.weighing.models import Weighing


def test_each_register_of_the_town_holds_something(story):
    for status in ("investigating", "transferred", "answered", "answered"):
        story.drive(status)
    world = SimpleNamespace(staff={"alice": story.alice, "bob": story.bob, "hong": story.hong})
    demo.load(world, now=story.now + timedelta(days=3))
    for table in (Promise, HandOver, CaseMerge, SlipRating, Weighing):
        assert table.objects.exists(), table
    assert not OutboxEvent.objects.filter(done_at=None).exists()
    assert not Case.objects.filter(assignee=None).exists()
    for case in Case.objects.all():
        times = list(case.history.order_by("id").values_list("at", flat=True))
        assert times == sorted(times)
