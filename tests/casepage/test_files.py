"""Photos and documents of a case: three sets, safe headers, permission and scope, undo, and nothing left behind."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from crm.errors import NotAllowed, Refused
from owners.ties import AtErasure, all_ties
from service_desk.attachments import selectors, services
from service_desk.attachments.models import Attachment, AttachmentPart
from service_desk.cases.models import CaseHistory
from service_desk.cases.views.conflict import rules as conflict_rules
from tests.casepage import pictures


@pytest.fixture
def case(story):
    return story.drive("transferred")


@pytest.fixture
def photo(story, case):
    return add(story, case)


def add(story, case, actor=None, name="leak.jpg", content=None, stage="problem", **said):
    content = pictures.photo() if content is None else content
    return services.add(
        actor or story.alice, case, stage=stage, name=name, content=content, now=story.now, **said
    )


def upload(client, case, *sent, stage="problem", **headers):
    files = [SimpleUploadedFile(name, content) for name, content in sent]
    return client.post(f"/desk/cases/{case.number}/files/add/", {"stage": stage, "file": files}, **headers)


def test_a_photo_stands_in_its_set_with_a_line_of_history(story, case, photo):
    problem, proposal, result = selectors.sets_of(case)
    assert [row.pk for row in problem.files] == [photo.pk]
    assert (proposal.files, result.files) == ([], [])
    assert CaseHistory.objects.filter(case=case, verb="filed", detail__stage="problem").count() == 1
    assert "filed" in conflict_rules.BESIDE_THE_POINT


def test_its_bytes_are_sealed(photo):
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM service_desk_attachmentpart")
        for (content,) in cursor.fetchall():
            assert b"JFIF" not in bytes(content)
    assert selectors.bytes_of(photo)[:3] == b"\xff\xd8\xff"


def test_the_same_file_sent_twice_is_one(story, case, photo):
    assert add(story, case) == photo
    assert add(story, case, stage="result") != photo
    assert Attachment.objects.count() == 2


def test_it_is_served_so_that_nothing_in_it_can_act(story, photo, signed_in):
    answer = signed_in(story.alice).get(f"/desk/files/{photo.public_id}/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("inline")
    small = signed_in(story.alice).get(f"/desk/files/{photo.public_id}/?small")
    assert small.content == selectors.bytes_of(photo, "thumb")


def test_a_document_is_taken_home_and_never_opened_in_the_page(story, case, signed_in):
    row = add(story, case, name='合同"x.pdf', content=pictures.pdf())
    answer = signed_in(story.alice).get(f"/desk/files/{row.public_id}/")
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename=\"___x.pdf\"; filename*=UTF-8''%E5"
    )


@pytest.mark.parametrize(
    ("who", "status"), [("bob", 200), ("cai", 200), ("hong", 200), ("dan", 404), (None, 302)]
)
def test_only_who_may_see_the_case_sees_its_files(who, status, photo, signed_in, request):
    user = request.getfixturevalue(who) if who else None
    assert signed_in(user).get(f"/desk/files/{photo.public_id}/").status_code == status


def test_a_handler_sees_no_files_of_cases_that_never_came_to_him(story, hong, signed_in):
    row = add(story, story.drive("assigned"))
    assert signed_in(hong).get(f"/desk/files/{row.public_id}/").status_code == 404


def test_a_handler_adds_a_photo_of_the_result(story, case, hong, signed_in):
    answer = upload(signed_in(hong), case, ("after.jpg", pictures.photo()), stage="result")
    assert answer.status_code == 302
    assert Attachment.objects.get().added_by == hong


def test_an_executive_looks_and_adds_nothing(case, eve, signed_in):
    assert signed_in(eve).get(f"/desk/cases/{case.number}/files/").status_code == 200
    assert upload(signed_in(eve), case, ("a.jpg", pictures.photo())).status_code == 403
    assert not Attachment.objects.exists()


def test_what_is_refused_is_named_and_hinders_no_other(story, case, signed_in):
    good, bad = ("ok.jpg", pictures.photo()), ("x.jpg", b"<svg onload='x()'/>")
    answer = upload(signed_in(story.alice), case, bad, good, HTTP_HX_REQUEST="true")
    assert answer.status_code == 422
    assert answer.json()["taken"] == 1
    assert [row["name"] for row in answer.json()["refused"]] == ["x.jpg"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", pictures.photo(), "file_name"),
        ("a.jpg", pictures.pdf(), "file_name"),
        ("a", pictures.pdf(), "file_name"),
        ("a.jpg.exe", pictures.photo(), "file_running"),
        ("a.jpg", b"", "file_empty"),
        ("a.jpg", b"\xff\xd8\xff" + b"0" * (25 * 1024 * 1024), "file_large"),
        ("a.png", pictures.bomb(), "file_pixels"),
    ],
)
def test_a_refused_file_changes_nothing(story, case, name, content, code):
    history = CaseHistory.objects.count()
    with pytest.raises(Refused) as refusal:
        add(story, case, name=name, content=content)
    assert refusal.value.code == code
    assert (Attachment.objects.count(), CaseHistory.objects.count()) == (0, history)


def test_a_removal_is_undone_with_one_click(story, photo, signed_in):
    client = signed_in(story.alice)
    answer = client.post(f"/desk/files/{photo.public_id}/removal/", HTTP_HX_REQUEST="true").content.decode()
    assert f"/desk/files/{photo.public_id}/back/" in answer
    assert client.get(f"/desk/files/{photo.public_id}/").status_code == 404
    client.post(f"/desk/files/{photo.public_id}/back/")
    assert client.get(f"/desk/files/{photo.public_id}/").status_code == 200


def test_what_a_colleague_added_only_a_supervisor_removes(story, case, photo, anna):
    with pytest.raises(NotAllowed):
        services.remove(anna, photo, now=story.now)
    with pytest.raises(NotAllowed):
        services.word(anna, photo, caption="x", now=story.now)
    services.remove(story.bob, photo, now=story.now)
    assert selectors.files_of(case) == []


def test_a_caption_says_what_it_shows(story, photo, signed_in):
    signed_in(story.alice).post(f"/desk/files/{photo.public_id}/caption/", {"caption": "卫生间天花板"})
    photo.refresh_from_db()
    assert photo.caption == "卫生间天花板"


def test_the_case_page_shows_them_in_its_own_tab(story, case, photo, signed_in):
    text = signed_in(story.alice).get(f"/desk/cases/{case.number}/").content.decode()
    assert f"/desk/files/{photo.public_id}/?small" in text
    assert 'data-tab="files"' in text


def test_by_the_api_as_well(story, case, api, signed_in):
    sent = {"stage": "result", "file": SimpleUploadedFile("after.png", pictures.photo("PNG"))}
    client = signed_in(story.alice)
    made = client.post(f"/api/v1/cases/{case.number}/attachments", sent)
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["stage"], row["name"], row["content_type"]) == ("result", "after.jpg", "image/jpeg")
    address = f"/api/v1/attachments/{row['public_id']}"
    assert client.get(f"{address}/content").content[:3] == b"\xff\xd8\xff"
    assert api(story.alice).post(f"{address}/removal", {}).status_code == 201
    assert api(story.alice).get(f"/api/v1/cases/{case.number}/attachments").json() == []
    assert api(story.alice).post(f"{address}/return", {}).status_code == 201
    refused = client.post(
        f"/api/v1/cases/{case.number}/attachments",
        {"stage": "result", "file": SimpleUploadedFile("a.svg", b"<svg/>")},
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "file_running")


def test_a_made_up_address_is_nothing(story, signed_in):
    assert signed_in(story.alice).get(f"/desk/files/{uuid.uuid4()}/").status_code == 404


def test_an_erasure_takes_the_photos_with_it(story, photo):
    ties = [tie for tie in all_ties() if tie.model.startswith("service_desk.Attachment")]
    assert {tie.erasure for tie in ties} == {AtErasure.DELETE}
    assert sum(tie.rows(story.chen).count() for tie in ties) == 3
    Attachment.objects.all().delete()
    assert not AttachmentPart.objects.exists()


def test_files_past_the_number_that_is_taken_at_once_are_named(case, signed_in, story, monkeypatch):
    from service_desk.attachments import views

    monkeypatch.setattr(views, "AT_ONCE", 1)
    sent = [("one.jpg", pictures.photo()), ("two.jpg", pictures.photo(colour=(1, 2, 3)))]
    answer = upload(signed_in(story.alice), case, *sent, headers={"HX-Request": "true"}).json()
    assert answer["taken"] == 1
    assert [row["name"] for row in answer["refused"]] == ["two.jpg"]
