"""A topic keeps how it stood, and an earlier version is brought back as the next one."""

import pytest

from crm.errors import IllegalMove, NotFound, Refused
from service_desk.topics import services
from service_desk.topics.models import Topic, TopicVersion
from tests.cases.story import nothing_changes


@pytest.fixture
def topic(bob, now):
    """A topic that was renamed, and then retired."""
    said = {"code": "parcels", "words": "parcel", "now": now}
    services.keep_topic(bob, names={"en": "Parcels"}, **said)
    services.keep_topic(bob, names={"en": "Parcel lockers"}, seen=1, **said)
    return services.keep_topic(bob, names={"en": "Parcel lockers"}, retired=True, seen=2, **said)


def test_each_change_is_written_down(topic, bob):
    rows = TopicVersion.objects.filter(topic=topic).order_by("number")
    assert [(row.number, row.names["en"], row.retired, row.made_by) for row in rows] == [
        (1, "Parcels", False, bob),
        (2, "Parcel lockers", False, bob),
        (3, "Parcel lockers", True, bob),
    ]


def test_an_earlier_version_comes_back_as_the_next(topic, bob, now):
    back = services.bring_back(bob, topic, number=1, seen=3, now=now)
    assert (back.version, back.names, back.retired) == (4, {"en": "Parcels"}, False)
    assert TopicVersion.objects.get(topic=topic, number=4).names == {"en": "Parcels"}


@pytest.mark.parametrize(
    ("number", "seen", "error"), [(9, 3, NotFound), (3, 3, IllegalMove), (1, 2, Refused)]
)
def test_what_cannot_come_back_changes_nothing(topic, bob, now, number, seen, error):
    with nothing_changes(), pytest.raises(error):
        services.bring_back(bob, topic, number=number, seen=seen, now=now)


def test_the_page_and_the_api_bring_it_back(topic, signed_in, api, bob, alice):
    address = "/desk/topics/tree/parcels/"
    assert f'action="{address}return/"' in signed_in(bob).get(address).content.decode()
    assert signed_in(alice).post(f"{address}return/", {"version": "2", "seen": "3"}).status_code == 403
    assert signed_in(bob).post(f"{address}return/", {"version": "2", "seen": "3"}).status_code == 302
    assert Topic.objects.get(code="parcels").retired is False
    assert [row["version"] for row in api(bob).get("topics/parcels/versions").json()] == [4, 3, 2, 1]
    assert api(alice).get("topics/parcels/versions").status_code == 403
    answer = api(bob).post("topics/parcels/versions", {"back_to": 1, "version": 4})
    assert (answer.status_code, answer.json()["names"]) == (201, {"en": "Parcels"})
