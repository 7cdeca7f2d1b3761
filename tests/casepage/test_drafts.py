"""Nothing typed is ever lost: what stands in a form waits on the server, sealed, for its author alone."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from crm.errors import Refused
from owners.ties import AtErasure, all_ties
from service_desk.conversation import rules, selectors, services
from service_desk.conversation.models import Draft

SAID = {"body": "我们周四上午来修，给您添麻烦了。"}


def path_of(case, step="reply") -> str:
    return f"/desk/cases/{case.number}/{step}/"


def keep(client, case, said, step="reply"):
    text = json.dumps(said) if said else ""
    return client.post(f"/desk/cases/{case.number}/draft/", {"form": path_of(case, step), "said": text})


def read(client, case) -> str:
    return client.get(f"/desk/cases/{case.number}/").content.decode()


def test_what_was_typed_comes_back_on_another_machine(story, signed_in):
    case = story.drive("assigned")
    assert keep(signed_in(story.alice), case, SAID).status_code == 204
    kept = selectors.drafts_of(story.alice, case=case)
    assert kept == {path_of(case): SAID}
    assert "ds-kept-drafts" in read(signed_in(story.alice), case)
    assert "\\u6211\\u4eec\\u5468\\u56db" in read(signed_in(story.alice), case)


def test_nobody_else_reads_it(story, signed_in):
    case = story.drive("assigned")
    keep(signed_in(story.alice), case, SAID)
    assert selectors.drafts_of(story.bob, case=case) == {}
    assert "\\u6211\\u4eec\\u5468\\u56db" not in read(signed_in(story.bob), case)


def test_it_is_sealed_in_the_database(story, signed_in):
    case = story.drive("assigned")
    keep(signed_in(story.alice), case, SAID)
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM service_desk_draft")
        sealed = bytes(cursor.fetchone()[0])
    assert "周四".encode() not in sealed
    assert b"body" not in sealed


def test_what_was_sent_needs_no_draft(story, signed_in):
    case, client = story.drive("assigned"), signed_in(story.alice)
    keep(client, case, SAID)
    keep(client, case, {"body": "内部"}, step="note")
    assert client.post(path_of(case), SAID).status_code == 302
    assert [row.form for row in Draft.objects.all()] == [path_of(case, "note")]


def test_what_was_refused_keeps_its_draft(story, signed_in):
    case, client = story.drive("assigned"), signed_in(story.alice)
    keep(client, case, {"findings": "看过了"}, step="investigation")
    assert client.post(path_of(case, "investigation"), {"findings": "看过了"}).status_code == 422
    assert Draft.objects.count() == 1


def test_an_emptied_form_forgets_its_draft(story, signed_in):
    case, client = story.drive("assigned"), signed_in(story.alice)
    keep(client, case, SAID)
    keep(client, case, {})
    assert not Draft.objects.exists()


def test_typing_on_changes_the_one_draft(story, signed_in):
    case, client = story.drive("assigned"), signed_in(story.alice)
    keep(client, case, SAID)
    keep(client, case, {"body": "改"})
    assert selectors.drafts_of(story.alice, case=case) == {path_of(case): {"body": "改"}}


def test_a_case_out_of_sight_keeps_no_draft(story, dan, signed_in):
    assert keep(signed_in(dan), story.drive("assigned"), SAID).status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "said", ["[]", "{", '{"a": 1}', '{"a": {"b": "c"}}', json.dumps({"a": "长" * rules.LONGEST_DRAFT})]
)
def test_what_is_no_draft_is_refused(story, said):
    case = story.drive("assigned")
    with pytest.raises(Refused):
        services.keep_draft(story.alice, form=path_of(case), said=said, case=case, now=story.now)


def test_a_call_being_taken_keeps_its_words_too(story, signed_in):
    client, form = signed_in(story.alice), f"register:{story.chen.number}"
    said = json.dumps({"words": "漏水"})
    assert client.post("/desk/new/draft/", {"form": form, "said": said}).status_code == 204
    assert Draft.objects.get().owner == story.chen
    page = client.get(f"/desk/new/?owner={story.chen.number}").content.decode()
    assert "\\u6f0f\\u6c34" in page


def test_old_drafts_are_forgotten(story, signed_in):
    case = story.drive("assigned")
    said = json.dumps(SAID)
    services.keep_draft(story.alice, form="old", said=said, case=case, now=story.now - timedelta(days=31))
    services.keep_draft(story.alice, form="new", said=said, case=case, now=story.now)
    assert services.forget(now=story.now) == 1
    assert Draft.objects.get().form == "new"


def test_an_erasure_takes_the_drafts_about_a_person_with_it(story):
    case = story.drive("assigned")
    said = json.dumps(SAID)
    services.keep_draft(story.alice, form="a", said=said, case=case, now=story.now)
    services.keep_draft(story.alice, form="b", said=said, owner=story.chen, now=story.now)
    ties = [tie for tie in all_ties() if tie.model == "service_desk.Draft"]
    assert {row.form for tie in ties for row in tie.rows(story.chen)} == {"a", "b"}
    assert {tie.erasure for tie in ties} == {AtErasure.DELETE}
