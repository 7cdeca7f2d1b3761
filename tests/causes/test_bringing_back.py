"""A cause says again what it said before, with one button; that is a version too."""

import pytest
from django.urls import reverse

from crm.errors import IllegalMove, NotFound
from service_desk.causes import services
from service_desk.causes.models import Cause

pytestmark = pytest.mark.django_db
LEAK = "engineering_quality.waterproofing.leak_bathroom"


@pytest.fixture
def renamed(bob, now):
    row = Cause.objects.get(code=LEAK)
    return services.edit_cause(bob, row, names={"en": "Wet"}, words=["x"], position=7, active=False, now=now)


def test_names_words_and_whether_it_is_offered_come_back_and_its_place_stays(bob, renamed, now):
    row = services.bring_back(bob, renamed, 1, now=now)
    assert (row.names["zh-hans"], row.active, row.position, row.version) == ("卫生间渗漏", True, 7, 3)
    assert "shenlou" in row.search_text
    assert row.versions.get(version=2).names == {"en": "Wet"}


@pytest.mark.parametrize(("number", "refusal"), [(2, IllegalMove), (9, NotFound)])
def test_what_holds_already_or_never_did_is_refused(bob, renamed, now, number, refusal):
    with pytest.raises(refusal):
        services.bring_back(bob, renamed, number, now=now)
    assert Cause.objects.get(code=LEAK).version == 2


def test_by_page_and_api_for_who_edits_the_tree_only(bob, alice, renamed, signed_in):
    url = reverse("desk:cause_return", args=[LEAK, 1])
    assert url in signed_in(bob).get(reverse("desk:cause", args=[LEAK])).content.decode()
    assert url not in signed_in(alice).get(reverse("desk:cause", args=[LEAK])).content.decode()
    assert signed_in(alice).post(url).status_code == 403
    assert Cause.objects.get(code=LEAK).version == 2
    assert signed_in(bob).post(url).status_code == 302
    path = f"/api/v1/causes/{LEAK}/return"
    answer = signed_in(bob).post(path, {"version": 2}, content_type="application/json")
    assert answer.status_code == 201 and answer.json()["version"] == 4
