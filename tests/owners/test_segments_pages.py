"""The pages and the API of segments: who gets them, what they say, and that nothing built is lost."""

import json

import pytest
from django.urls import reverse

from crm import clock
from crm.exports import selectors as exports
from crm.exports import services as exporting
from crm.jobs.work import work_off
from owners.models import Owner, Segment
from owners.segments import services
from tests.owners.test_segments import COMPLAINED, EXACTING, SIGNED, all_of, condition, kept

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def page(client, name, *args, **more):
    return client.get(reverse(f"owners:{name}", args=args), headers=ENGLISH, **more)


def test_a_segment_shows_its_sentence_its_number_its_members_and_masks_their_phones(
    signed_in, bob, chen, dai, now
):
    segment = kept(bob, now)
    answer = page(signed_in(bob), "segment", segment.public_id)
    said = answer.content.decode()
    assert answer.status_code == 200
    for words in ("准业主", "业主阶段为准业主", "陈建国", "138****5678"):
        assert words in said
    assert "13812345678" not in said and "戴美玲" not in said


def test_the_list_says_each_segment_in_words_in_as_many_statements_for_one_as_for_many(
    signed_in, bob, chen, riverside, now, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = signed_in(bob), []
    mine = all_of(condition("profile.manager", "any_of", ["me"]))
    for many in (1, 12):
        while Segment.objects.count() < many:
            kept(bob, now, tree=mine, sharing="team", projects=[riverside])
        page(client, "segments")
        with CaptureQueriesContext(connection) as captured:
            said = page(client, "segments").content.decode()
        counts.append(len(captured))
    assert "查看者本人" in said
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("who", "status"), [("dan", 404), ("hong", 403), ("pia", 403), ("ada", 403)])
def test_a_segment_of_ones_own_is_not_for_others(signed_in, request, bob, who, status, now):
    segment = kept(bob, now)
    assert page(signed_in(request.getfixturevalue(who)), "segment", segment.public_id).status_code == status


def test_a_shared_segment_over_what_one_may_not_see_says_so_and_shows_nobody(signed_in, bob, mei, chen, now):
    Owner.objects.filter(pk=chen.pk).update(manner="exacting")
    segment = kept(bob, now, tree=EXACTING, sharing="everyone")
    answer = page(signed_in(mei), "segment", segment.public_id)
    assert answer.status_code == 200 and "陈建国" not in answer.content.decode()
    assert "seg-number" not in answer.content.decode()


def form(tree, **more):
    return {"name": "准业主", "description": "", "sharing": "mine", "tree": json.dumps(tree)} | more


def test_the_builder_keeps_a_segment(signed_in, bob, chen):
    answer = signed_in(bob).post(reverse("owners:new_segment"), form(SIGNED))
    segment = Segment.objects.get()
    assert answer.status_code == 302 and answer["Location"].endswith(f"/segments/{segment.public_id}/")


def test_a_refused_segment_loses_nothing_and_marks_the_condition(signed_in, bob):
    wrong = all_of(condition("stage.is", "any_of", []))
    answer = signed_in(bob).post(reverse("owners:new_segment"), form(wrong, description="给客服"))
    said = answer.content.decode()
    assert answer.status_code == 422 and not Segment.objects.exists()
    assert '"/parts/0/value"' in said and "给客服" in said and '"stage.is"' in said


@pytest.mark.parametrize(
    "tree", ["", "{", "[" * 50_000, "null", '"x"', '{"join":"all","parts":[' + '{"parts":' * 900]
)
def test_whatever_is_sent_as_a_tree_is_refused_and_no_error(signed_in, bob, tree):
    for name in ("new_segment", "segment_preview"):
        answer = signed_in(bob).post(reverse(f"owners:{name}"), form(None) | {"tree": tree})
        assert answer.status_code in (200, 422)
    assert not Segment.objects.exists()


def test_a_stale_change_keeps_what_was_built(signed_in, bob, now):
    segment = kept(bob, now)
    services.change(bob, segment, version=1, changes={"name": "别人改的"}, now=now)
    url = reverse("owners:edit_segment", args=[segment.public_id])
    answer = signed_in(bob).post(url, form(COMPLAINED, name="我的", version=1))
    assert answer.status_code == 409 and "service.cases" in answer.content.decode()
    segment.refresh_from_db()
    assert segment.name == "别人改的"
    again = signed_in(bob).post(url, form(COMPLAINED, name="我的", version=2))
    assert again.status_code == 302


def test_save_as_leaves_the_first_as_it_was(signed_in, bob, now):
    segment = kept(bob, now)
    url = reverse("owners:edit_segment", args=[segment.public_id])
    signed_in(bob).post(url, form(COMPLAINED, name="另一个", version=1, save_as="1"))
    segment.refresh_from_db()
    assert segment.tree == SIGNED and Segment.objects.filter(name="另一个").exists()


def test_while_building_the_number_the_words_and_a_few_are_shown(signed_in, bob, chen, dai):
    answer = signed_in(bob).post(reverse("owners:segment_preview"), {"tree": json.dumps(SIGNED)})
    said = answer.content.decode()
    assert "<strong>1</strong>" in said and "陈建国" in said and "业主阶段为准业主" in said


def test_values_are_looked_up_in_ones_own_projects(signed_in, bob, harbour):
    url = reverse("owners:segment_values")
    found = signed_in(bob).get(url, {"field": "place.project", "text": ""}).json()["values"]
    assert [each["value"] for each in found] == ["RIVERSIDE"]
    assert signed_in(bob).get(url, {"field": "stage.is"}).status_code == 404


def test_copy_archive_restore_and_delete_by_button(signed_in, bob, now):
    segment, client = kept(bob, now), signed_in(bob)
    services.change(bob, segment, version=1, changes={"tree": COMPLAINED}, now=now)

    def press(name, **sent):
        return client.post(reverse(f"owners:{name}", args=[segment.public_id]), sent)

    press("restore_segment", number=1, version=2)
    segment.refresh_from_db()
    assert (segment.tree, segment.version) == (SIGNED, 3)
    press("copy_segment")
    assert Segment.objects.count() == 2
    press("archive_segment")
    segment.refresh_from_db()
    assert segment.archived_at is not None
    services.use(bob, segment, what="x", reference="1", label="答谢会", now=now)
    press("delete_segment")
    assert Segment.objects.filter(pk=segment.pk).exists()
    services.release(bob, segment, what="x", reference="1", now=now)
    press("delete_segment")
    assert not Segment.objects.filter(pk=segment.pk).exists()


def test_the_members_come_as_a_file_for_who_may_and_only_those(bob, alice, chen, dai, now):
    from crm.errors import NotAllowed

    segment = kept(bob, now, sharing="everyone")
    parameters = {"segment": str(segment.public_id)}
    run = exports.run_of(_started(bob, parameters))
    text = b"".join(exporting.fetch(bob, run, now=clock.now())).decode("utf-8-sig")
    assert chen.number in text and "138****5678" in text and dai.number not in text
    with pytest.raises(NotAllowed):
        exporting.start(alice, "segment", parameters, form="csv-bare", now=clock.now())


def _started(actor, parameters):
    job = exporting.start(actor, "segment", parameters, form="csv-bare", now=clock.now())
    work_off(job.pk, clock=clock.now)
    return job


# ——— the API ———


def test_a_segment_over_the_api_from_its_fields_to_its_members(api, bob, chen, dai):
    client = api(bob)
    keys = {f["key"] for g in client.get("segment-fields").json()["groups"] for f in g["fields"]}
    assert {"stage.is", "service.cases", "satisfaction.latest_score", "value.to_date"} <= keys
    counted = client.post("segment-counts", {"tree": SIGNED}).json()
    assert (counted["count"], counted["exact"], counted["sentence"]) == (1, True, "业主阶段为准业主")
    made = client.post("segments", {"name": "准业主", "tree": SIGNED}).json()
    here = f"segments/{made['id']}"
    changed = client.patch(
        here, {"version": 1, "tree": COMPLAINED, "sharing": "team", "projects": ["RIVERSIDE"]}
    )
    assert (changed.json()["version"], changed.json()["projects"]) == (2, ["RIVERSIDE"])
    assert client.patch(here, {"version": 1, "name": "旧"}).status_code == 409
    assert [row["number"] for row in client.get(f"{here}/versions").json()["results"]] == [2, 1]
    assert client.post(f"{here}/restoration", {"number": 1, "version": 2}).json()["tree"] == SIGNED
    assert [row["number"] for row in client.get(f"{here}/members").json()["results"]] == [chen.number]
    assert client.get(f"{here}/members").json()["results"][0]["phone"] == "138****5678"
    assert client.get(f"{here}/count").json()["count"] == 1
    assert client.get(f"{here}/explanation").json()["sentence"] == "业主阶段为准业主"
    assert client.post(f"{here}/copies", {}).status_code == 201
    assert client.post(f"{here}/archival", {"archived": True}).json()["archived"] is True
    assert len(client.get("segments").json()["results"]) == 1
    assert client.delete(here).status_code == 204


def test_a_wrong_condition_is_a_problem_with_its_path(api, bob):
    tree = all_of(
        condition("stage.is", "any_of", ["signed"]), {"join": "any", "parts": [{"field": "x", "is": "y"}]}
    )
    answer = api(bob).post("segments", {"name": "错", "tree": tree})
    assert answer.status_code == 422
    assert "tree/parts/1/parts/0/field" in json.dumps(answer.json())
    assert not Segment.objects.exists()


def test_over_the_api_too_a_hint_is_not_for_marketing(api, mei, bob, chen, now):
    segment = kept(bob, now, tree=EXACTING, sharing="everyone")
    for what in ("count", "members", "explanation"):
        assert api(mei).get(f"segments/{segment.public_id}/{what}").status_code == 403
    assert api(mei).post("segment-counts", {"tree": EXACTING}).status_code == 422


def test_what_is_used_is_not_deleted_over_the_api(api, bob, now):
    segment = kept(bob, now)
    services.use(bob, segment, what="x", reference="1", label="答谢会", now=now)
    answer = api(bob).delete(f"segments/{segment.public_id}")
    assert (answer.status_code, answer.json()["code"]) == (422, "in_use")
    assert Segment.objects.exists()
