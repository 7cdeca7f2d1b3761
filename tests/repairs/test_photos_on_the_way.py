"""Photos before and after in the lists of who goes there: seen small, and taken with the phone where he stands."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from crm.accounts.models import Role
from crm.errors import Refused
from service_desk.attachments import services as attaching
from service_desk.attachments.models import Attachment
from service_desk.repairs import services
from tests.casepage import pictures
from tests.cases.story import nothing_changes
from tests.people import _person


@pytest.fixture
def wu(riverside, engineering):
    """Another engineer of the same department, who goes elsewhere."""
    return _person("wu", "吴工", Role.HANDLER, city=riverside.city, department=engineering)


@pytest.fixture
def visit(order, alice, hong, now, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    return agreed(order, alice, hong, now)


def agreed(order, alice, hong, now, hours=1):
    starts = now + timedelta(hours=hours)
    call = services.offer(
        alice, order, engineer=hong, times=[(starts, starts + timedelta(minutes=50))], now=now
    )
    return services.choose(alice, call, position=1, now=now)


def photo(alice, case, now, stage="problem", colour="teal"):
    drawn = io.BytesIO()
    Image.new("RGB", (1600, 1200), colour).save(drawn, "JPEG")
    return attaching.add(alice, case, stage=stage, name="a.jpg", content=drawn.getvalue(), now=now)


def test_an_engineer_sees_how_it_was_and_adds_how_it_is(visit, alice, hong, now, signed_in):
    case, phone = visit.order.case, signed_in(hong)
    before = photo(alice, case, now)
    page = phone.get("/desk/repairs/mine/").content.decode()
    assert f"/desk/files/{before.public_id}/?small" in page and 'capture="environment"' in page
    small = phone.get(f"/desk/files/{before.public_id}/?small")
    assert small.status_code == 200
    assert max(Image.open(io.BytesIO(small.content)).size) == 360
    sent = {"stage": "result", "back": "visits", "file": SimpleUploadedFile("new.jpg", pictures.photo())}
    answer = phone.post(f"/desk/cases/{case.number}/files/add/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/repairs/mine/")
    after = Attachment.objects.get(stage="result")
    assert (after.case, after.added_by) == (case, hong)
    assert f"/desk/files/{after.public_id}/?small" in phone.get("/desk/repairs/mine/").content.decode()


def test_who_goes_somewhere_else_sees_none_of_it(visit, alice, wu, now, signed_in, dan):
    before = photo(alice, visit.order.case, now)
    for user in (wu, dan):
        client = signed_in(user)
        assert client.get(f"/desk/files/{before.public_id}/?small").status_code == 404
        sent = {"stage": "result", "file": SimpleUploadedFile("new.jpg", pictures.photo())}
        with nothing_changes():
            assert client.post(f"/desk/cases/{visit.order.case.number}/files/add/", sent).status_code == 404


def test_a_list_to_go_back_to_is_one_of_ours(visit, hong, signed_in):
    sent = {
        "stage": "result",
        "back": "//evil.example",
        "file": SimpleUploadedFile("n.jpg", pictures.photo()),
    }
    answer = signed_in(hong).post(f"/desk/cases/{visit.order.case.number}/files/add/", sent)
    assert answer["Location"] == f"/desk/cases/{visit.order.case.number}/files/"


def test_of_many_photos_the_newest_are_shown_and_the_rest_counted(visit, alice, hong, now, signed_in):
    for colour in ("red", "green", "blue", "white", "black"):
        photo(alice, visit.order.case, now, colour=colour)
    page = signed_in(hong).get("/desk/repairs/mine/").content.decode()
    assert page.count("?small") == 3 and ">+2</a>" in page


def test_the_lists_ask_for_photos_once(visit, order, alice, hong, now, signed_in):
    phone = signed_in(hong)
    phone.get("/desk/repairs/mine/")
    with CaptureQueriesContext(connection) as one:
        phone.get("/desk/repairs/mine/")
    agreed(order, alice, hong, now, hours=2)
    photo(alice, order.case, now)
    with CaptureQueriesContext(connection) as more:
        phone.get("/desk/repairs/mine/")
    assert len(more) == len(one)


def test_the_actions_of_a_department_show_them_too(story, signed_in):
    case = story.drive("implementing")
    before = photo(story.alice, case, story.now)
    page = signed_in(story.hong).get("/desk/slips/").content.decode()
    assert f"/desk/files/{before.public_id}/?small" in page and 'value="slips"' in page


def test_a_caption_that_is_too_long_is_refused_with_the_limit(story):
    case = story.drive("assigned")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        attaching.add(
            story.alice,
            case,
            stage="problem",
            name="a.jpg",
            content=pictures.photo(),
            caption="长" * 301,
            now=story.now,
        )
    assert "300" in str(refusal.value.fields["caption"])
