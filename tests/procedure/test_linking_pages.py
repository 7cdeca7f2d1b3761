"""Merging and linking on the page of a case and in the API."""

import pytest

from service_desk.linking import services as linking
from service_desk.linking.selectors import kin_of


@pytest.fixture
def two(story):
    return story.drive("assigned"), story.drive("assigned")


def test_an_agent_merges_on_the_page_and_takes_it_back(story, two, signed_in):
    gone, kept = two
    client = signed_in(story.alice)
    said = {"other": kept.number, "because": "同一处漏水", "version": gone.version}
    assert client.post(f"/desk/cases/{gone.number}/merge/", said).status_code == 302
    page = client.get(f"/desk/cases/{gone.number}/").content.decode()
    assert kept.number in page
    assert "dk-merged" in page
    assert gone.number in client.get(f"/desk/cases/{kept.number}/").content.decode()
    assert story.fresh(gone).status == "merged"
    client.post(f"/desk/cases/{gone.number}/merge-undoing/", {"because": "不是一回事"})
    assert story.fresh(gone).status == "assigned"


def test_nobody_looks_a_number_up_that_is_near(story, two, signed_in):
    case, other = two
    for way in ("merge", "links", "parts"):
        form = signed_in(story.alice).get(f"/desk/cases/{case.number}/{way}/", HTTP_HX_REQUEST="true")
        page = form.content.decode()
        assert f'data-put="{other.number}"' in page
        assert f'data-put="{case.number}"' not in page


def test_what_was_typed_comes_back_with_the_reason_why_not(story, two, signed_in):
    case = two[0]
    said = {"other": "2026-999999", "because": "同一处漏水"}
    answer = signed_in(story.alice).post(f"/desk/cases/{case.number}/merge/", said)
    assert answer.status_code == 422
    assert "同一处漏水" in answer.content.decode()


def test_parts_and_links_are_set_and_ended_on_the_page(story, two, signed_in):
    upper, lower = two
    client = signed_in(story.alice)
    client.post(f"/desk/cases/{upper.number}/parts/", {"other": lower.number, "blocks": "on"})
    link = kin_of(upper, reader=story.alice).children[0]
    assert link.blocks
    client.post(f"/desk/cases/{lower.number}/unlinking/", {"link": link.public_id})
    assert kin_of(upper, reader=story.alice).is_empty
    client.post(f"/desk/cases/{upper.number}/links/", {"other": lower.number})
    assert [case for _link, case in kin_of(lower, reader=story.alice).related] == [upper]


def test_the_api_does_the_same(story, two, api):
    one, other = two
    alice = api(story.alice)
    merged = alice.post(f"cases/{one.number}/merge", {"into": other.number, "because": "同一处漏水"})
    assert (merged.status_code, merged.json()["status"]) == (201, "merged")
    again = alice.post(f"cases/{one.number}/merge", {"into": other.number, "because": "同一处漏水"})
    assert again.status_code == 409
    kin = alice.get(f"cases/{other.number}/links").json()
    assert [row["gone"]["number"] for row in kin["taken_in"]] == [one.number]
    undone = alice.post(f"cases/{one.number}/merge-undoing", {"because": "不是"})
    assert undone.json()["status"] == "assigned"
    part = alice.post(f"cases/{one.number}/parts", {"part": other.number}).json()
    ended = alice.post(f"cases/{one.number}/links/{part['id']}/ending", {})
    assert ended.status_code == 201
    assert alice.post(f"cases/{one.number}/links", {"to": other.number}).json()["kind"] == "related"


def test_nobody_links_what_he_does_not_see_nor_as_a_reader(story, two, api, dan, cai):
    one, other = two
    assert (
        api(dan).post(f"cases/{one.number}/merge", {"into": other.number, "because": "x"}).status_code == 404
    )
    assert (
        api(cai).post(f"cases/{one.number}/merge", {"into": other.number, "because": "x"}).status_code == 403
    )
    assert api(story.hong).get(f"cases/{one.number}/links").status_code == 403
    link = linking.relate(story.alice, one, to=other, now=story.now)
    assert api(dan).post(f"cases/{one.number}/links/{link.public_id}/ending", {}).status_code == 404


def test_a_link_to_a_case_of_another_project_is_not_shown_to_who_reads_only_one(
    story, api, signed_in, system, dai, home_501, harbour
):
    from service_desk.cases import services as cases

    here = story.drive("assigned")
    there = cases.register(
        system,
        project=harbour,
        owner=dai,
        home=home_501,
        kind="complaint",
        channel="phone",
        words="深圳的事",
        summary="戴女士家里的事",
        language="zh-hans",
        subject="other",
        received_at=story.now,
        now=story.now,
    )
    linking.relate(system, here, to=there, because="同一个承包商", now=story.now)
    page = signed_in(story.alice).get(f"/desk/cases/{here.number}/").content.decode()
    assert "戴女士家里的事" not in page
    assert "戴女士" not in str(api(story.alice).get(f"cases/{here.number}/links").json())
