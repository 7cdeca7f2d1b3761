"""A warranty part says again what it said before, with one button; the law and grants are asked anew."""

import pytest
from django.urls import reverse

from crm.errors import IllegalMove, NotFound, Refused, Stale
from owners.models import WarrantyPart
from owners.warranty import services
from owners.warranty.past import versions_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(system, now):
    row = services.add_part(
        system, code="water", name="防水", measure="years", length=5, legal_minimum=5, words=["漏水"], now=now
    )
    row = services.edit_part(system, row, changes={"length": 6, "words": ["漏水", "渗水"]}, now=now)
    return services.edit_part(system, row, changes={"length": 8, "name": "屋面防水"}, now=now)


def pasts(part):
    return versions_of(part)[1:]


def test_each_earlier_state_is_read_whole(part):
    later, first = pasts(part)
    assert (later.said["length"], later.said["name"], later.said["words"]) == (6, "防水", ["漏水", "渗水"])
    assert (first.said["length"], first.said["words"]) == (5, ["漏水"])


def test_what_it_said_first_comes_back_whole_and_can_be_taken_back_again(system, part, now):
    row = services.bring_back(system, part, pasts(part)[1].version, now=now)
    assert (row.length, row.name, row.words) == (5, "防水", ["漏水"])
    assert len(pasts(row)) == 3 and pasts(row)[0].said["length"] == 8
    row = services.bring_back(system, row, pasts(row)[0].version, now=now)
    assert (row.length, row.name) == (8, "屋面防水")


def test_what_a_project_grants_by_now_is_not_undercut(system, part, riverside, now):
    raised = services.edit_part(system, part, changes={"legal_minimum": 8}, now=now)
    services.grant_term(system, raised, riverside, length=8, now=now)
    low = services.edit_part(system, raised, changes={"legal_minimum": 5}, now=now)
    services.grant_term(system, low, riverside, length=6, now=now)
    with pytest.raises(Refused):
        services.bring_back(system, low, pasts(low)[0].version, now=now)
    assert WarrantyPart.objects.get(code="water").legal_minimum == 5


def test_an_unknown_number_what_holds_and_what_somebody_changed_meanwhile_are_refused(system, part, now):
    other = services.add_part(
        system, code="wind", name="窗", measure="years", length=2, legal_minimum=2, now=now
    )
    for row, number, refusal in ((part, 0, NotFound), (part, 3, IllegalMove), (other, 2, NotFound)):
        with pytest.raises(refusal):
            services.bring_back(system, row, number, now=now)
    with pytest.raises(Stale):
        services.bring_back(system, part, 1, seen=2, now=now)
    assert WarrantyPart.objects.get(code="water").length == 8


def test_with_one_button_for_who_edits_parts_only(part, ada, bob, signed_in):
    url = reverse("owners:warranty_return", args=["water", pasts(part)[1].version])
    page = reverse("owners:warranty_part", args=["water"])
    assert url in signed_in(ada).get(page).content.decode()
    assert url not in signed_in(bob).get(page).content.decode()
    assert signed_in(bob).post(url).status_code == 403
    assert WarrantyPart.objects.get(code="water").length == 8
    assert signed_in(ada).post(url).status_code == 302
    assert WarrantyPart.objects.get(code="water").length == 5


def test_over_the_api_with_who_when_why_and_what_changed(part, api, ada, bob):
    path = "warranty-parts/water/versions"
    assert (
        api(bob).get(path).status_code == api(bob).post(path, {"back_to": 1, "version": 3}).status_code == 403
    )
    newest, *_earlier, first = api(ada).get(path).json()
    assert (newest["version"], newest["in_force"], first["changes"]) == (3, True, [])
    assert {"before": "6", "after": "8"}.items() <= newest["changes"][0].items() or len(
        newest["changes"]
    ) == 2
    answer = api(ada).post(path, {"back_to": 1, "version": 3, "because": "合同如此"})
    assert (answer.status_code, answer.json()["length"]) == (201, 5)
    told = api(ada).get(path).json()[0]
    assert told["version"] == 4 and "合同如此" in told["because"] and "1" in told["because"]
    assert api(ada).post(path, {"back_to": 1, "version": 4}).status_code == 409
    assert api(ada).post(path, {"back_to": 9, "version": 4}).status_code == 404
