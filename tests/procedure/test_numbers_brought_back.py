"""Limits, weights and thresholds: earlier numbers hold again as a new version, those that ship too, told everywhere alike."""

import pytest

from crm.errors import IllegalMove, NotAllowed, NotFound, Stale
from service_desk.authority import rules as limits_rules
from service_desk.authority import selectors as limits
from service_desk.authority import services as authority
from service_desk.escalated import rules as difficult_rules
from service_desk.escalated import selectors as difficult
from service_desk.escalated import thresholds
from service_desk.weighing import rules as weighing_rules
from service_desk.weighing import selectors as weights
from service_desk.weighing import services as weighing

pytestmark = pytest.mark.django_db
MILDER = weighing_rules.USUAL | {"value": 20}
LATER = difficult_rules.USUAL | {"round": difficult_rules.USUAL["round"] + 1}
LOWER = tuple(bound for bound in limits_rules.USUAL if bound.role != "agent")
SMALLER = [bound for bound in limits_rules.USUAL if bound.role not in ("agent", "supervisor")]
ROOMS = {
    "weights": (weighing.bring_back, lambda: weights.in_force()[1], weighing_rules.USUAL),
    "difficult-thresholds": (thresholds.bring_back, lambda: difficult.in_force()[1], difficult_rules.USUAL),
    "limits": (authority.bring_back, lambda: set(limits.bounds_in_force()), set(limits_rules.USUAL)),
}


@pytest.fixture
def changed(eve, now):
    """Each was changed once, and so are in version 1."""
    weighing.set_weights(eve, weights=MILDER, because="试行", now=now)
    thresholds.set_thresholds(eve, thresholds=LATER, because="试行", now=now)
    authority.set_limits(eve, bounds=LOWER, because="试行", now=now)


@pytest.mark.parametrize("room", ROOMS)
def test_what_ships_holds_again_and_is_undone_by_bringing_back_again(changed, ada, now, room):
    bring_back, in_force, usual = ROOMS[room]
    first = in_force()
    row = bring_back(ada, 0, because="不合适", now=now)
    assert (row.number, in_force()) == (2, usual) and row.because.endswith("不合适")
    assert bring_back(ada, 1, now=now).number == 3
    assert in_force() == first


@pytest.mark.parametrize(
    ("number", "seen", "refusal"), [(1, 1, IllegalMove), (9, 1, NotFound), (0, 0, Stale)]
)
@pytest.mark.parametrize("room", ROOMS)
def test_what_holds_what_is_not_there_and_what_somebody_changed_is_refused(
    changed, ada, now, room, number, seen, refusal
):
    bring_back, in_force, _usual = ROOMS[room]
    before = in_force()
    with pytest.raises(refusal):
        bring_back(ada, number, seen=seen, now=now)
    assert in_force() == before


def test_nobody_raises_his_own_limit_by_bringing_an_earlier_one_back(now, eve, bob):
    authority.set_limits(eve, bounds=SMALLER, because="x", now=now)
    with pytest.raises(NotAllowed):
        authority.bring_back(bob, 0, now=now)
    assert limits.number_in_force() == 1


@pytest.mark.parametrize("room", ROOMS)
def test_pages_and_api_tell_who_when_why_and_what_changed(changed, room, api, signed_in, bob, alice):
    page = signed_in(bob)
    text = page.get(f"/desk/{room}/").content.decode()
    assert f'action="/desk/{room}/0/return/"' in text and f'action="/desk/{room}/1/return/"' not in text
    assert "试行" in text and "→" in text
    assert signed_in(alice).post(f"/desk/{room}/0/return/").status_code == 403
    assert page.post(f"/desk/{room}/0/return/", {"seen": "1", "because": "回到原样"}).status_code == 302
    assert page.post(f"/desk/{room}/0/return/", {"seen": "1", "because": "再来"}).status_code == 409
    told = api(bob).get(f"{room}/versions").json()
    assert [row["version"] for row in told] == [2, 1, 0] and told[0]["because"].endswith("回到原样")
    assert told[0]["by"] and told[0]["changes"] and told[2]["at"] is None
    assert api(alice).post(f"{room}/versions", {"back_to": 1, "version": 2}).status_code == 403
    assert api(bob).post(f"{room}/versions", {"back_to": 1, "version": 2}).status_code == 201
