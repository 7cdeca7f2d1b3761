"""Two colleagues write the same caller down at once: he is one prospect, who has asked twice."""

import pytest

from owners.models import Prospect
from owners.prospects import services
from tests.waiting import until

from .staging import add_owner
from .test_merge_races import Competitor, somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def test_he_becomes_a_prospect_once(monkeypatch, alice, bob, riverside, now):
    owner = add_owner(alice, riverside, now, phone="13700000009")
    real, others = services._open, []

    def ask(actor):
        return services.open_prospect(actor, project=riverside, owner=owner, source="hotline", now=now)

    def while_another_asks(*args):
        row = real(*args)
        if not others:
            others.append(Competitor(lambda: ask(bob)))
            others[0].start()
            until(lambda: somebody_waits() or not others[0].is_alive(), "the other waits for us")
        return row

    monkeypatch.setattr(services, "_open", while_another_asks)
    first = ask(alice)
    others[0].join(20)
    assert others[0].outcome == first == Prospect.objects.get()
