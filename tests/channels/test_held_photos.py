"""Photos that were chosen stay with a form that comes back: once drawn anew, for two hours, within fences."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from crm import clock
from service_desk.attachments.models import Attachment, AttachmentPart
from service_desk.cases import services as cases
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels import services as channels
from service_desk.channels.hotline import services as hotline
from service_desk.channels.web import holding, tokens
from service_desk.channels.web.models import HeldPhoto
from tests.cases.conftest import story  # noqa: F401
from tests.channels.test_own_page import address, offered  # noqa: F401
from tests.channels.test_public_form import WORDS, send  # noqa: F401
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def time(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def a_photo(colour="red", name="leak.jpg", **more) -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(kept, "JPEG", **more)
    return SimpleUploadedFile(name, kept.getvalue(), content_type="image/jpeg")


def tray_in(answer) -> str:
    found = re.search(r'name="tray" value="([^"]+)"', answer.content.decode())
    return found[1] if found else ""


@pytest.fixture
def refused(send):  # noqa: F811
    """The form with a photo and without a way to reach its writer."""
    return send(phone="", photos=[a_photo()])


class TestAPhoto:
    def test_stays_with_the_form_that_comes_back_and_goes_with_it_to_the_case(self, send, refused):  # noqa: F811
        assert refused.status_code == 422
        page = refused.content.decode()
        assert "data:image/jpeg;base64," in page
        assert "choose the photos once more" not in page
        assert send(tray=tray_in(refused)).status_code == 201
        assert Attachment.objects.get().case == Case.objects.get()
        assert not HeldPhoto.objects.exists()

    def test_is_drawn_once_and_where_it_was_taken_is_not_held(self, send):  # noqa: F811
        exif = Image.Exif()
        exif[0x010E] = "at home, 3-2-1201"
        answer = send(phone="", photos=[a_photo(exif=exif)])
        held = HeldPhoto.objects.get()
        drawn = holding.seen(held).reading.full
        assert b"3-2-1201" not in drawn
        send(tray=tray_in(answer))
        import base64

        assert base64.b64decode(AttachmentPart.objects.get(part="full").content) == drawn

    def test_chosen_again_beside_what_is_held_is_one(self, send, refused):  # noqa: F811
        again = send(phone="", tray=tray_in(refused), photos=[a_photo(), a_photo("blue", "other.jpg")])
        assert tray_in(again) == tray_in(refused)
        assert HeldPhoto.objects.count() == 2

    def test_can_be_left_out(self, send, refused):  # noqa: F811
        held = HeldPhoto.objects.get()
        send(tray=tray_in(refused), leave_out=[str(held.public_id), "nonsense"])
        assert (Attachment.objects.count(), HeldPhoto.objects.count()) == (0, 0)

    def test_sent_twice_by_a_double_tap_is_on_the_case_once(self, send, refused):  # noqa: F811
        row = HeldPhoto.objects.get()
        send(tray=tray_in(refused))
        row.pk = None
        row.save(force_insert=True)  # the other of two at once has read it before it was let go
        assert send(tray=tray_in(refused)).status_code == 200
        assert Attachment.objects.count() == 1

    def test_that_is_hostile_is_named_and_not_held(self, send):  # noqa: F811
        hostile = SimpleUploadedFile("x.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
        answer = send(phone="", photos=[hostile, a_photo()])
        assert "x.jpg" in answer.content.decode()
        assert HeldPhoto.objects.get().name == "leak.jpg"


class TestTheSecret:
    def test_made_elsewhere_opens_nothing(self, send, refused):  # noqa: F811
        for forged in ("forged", tokens.ticket(NOW), tray_in(refused)[:-2] + "xx", tokens.tray(NOW)):
            send(tray=forged, words=f"{WORDS} {forged[-4:]}")
        assert Attachment.objects.count() == 0
        assert HeldPhoto.objects.count() == 1

    def test_is_not_in_the_table_and_its_time_is_two_hours(self, send, refused, monkeypatch):  # noqa: F811
        token = tray_in(refused)
        assert bytes(HeldPhoto.objects.get().tray_hash) not in token.encode()
        later = NOW + timedelta(hours=2)
        monkeypatch.setattr(clock, "now", lambda: later)
        answer = send(phone="", tray=token, opened=-7100)
        assert tray_in(answer) == ""
        assert holding.tray(token, now=later).photos == []
        assert len(holding.tray(token, now=later).refused) == 1


class TestFences:
    def test_a_place_fills_no_more_than_its_share(self, send, monkeypatch):  # noqa: F811
        monkeypatch.setattr(holding, "MOST_OF_A_PLACE", 1)
        answer = send(phone="", photos=[a_photo(), a_photo("blue", "second.jpg")])
        assert HeldPhoto.objects.count() == 1
        assert "second.jpg" in answer.content.decode()

    def test_the_house_holds_no_more_than_it_has_room_for(self, send, monkeypatch):  # noqa: F811
        monkeypatch.setattr(holding, "MOST_BYTES", 1)
        send(phone="", photos=[a_photo(), a_photo("blue")])
        assert HeldPhoto.objects.count() == 1

    def test_so_many_are_looked_at_from_one_place_and_the_words_arrive_all_the_same(self, send, settings):  # noqa: F811
        settings.THROTTLE_RATES = {"photos": (2, 3600, "firm")}
        hostile = [SimpleUploadedFile("x.jpg", b"<x>", content_type="image/jpeg") for _one in range(2)]
        send(phone="", photos=hostile)
        assert send(photos=[a_photo()]).status_code == 201
        assert not Attachment.objects.exists()
        assert "leak.jpg" in CaseMessage.objects.filter(direction="note").latest("pk").body

    def test_a_machine_has_nothing_held(self, send):  # noqa: F811
        send(website="https://spam.example", photos=[a_photo()])
        assert not HeldPhoto.objects.exists()

    def test_the_ninth_is_named(self, send):  # noqa: F811
        colours = ["red", "blue", "green", "black", "white", "gray", "pink", "brown", "orange"]
        photos = [a_photo(colour, f"{colour}.jpg") for colour in colours]
        answer = send(phone="", photos=photos)
        assert HeldPhoto.objects.count() == 8
        assert "orange.jpg" in answer.content.decode()


class TestTime:
    def test_what_nobody_came_back_for_is_swept(self, refused):
        from service_desk.channels.tasks import drop_held_photos

        drop_held_photos()
        assert HeldPhoto.objects.count() == 1
        assert channels.forget(now=NOW + holding.HELD_FOR) == 1
        assert not HeldPhoto.objects.exists()

    def test_the_house_forgets_in_this_room_too(self, settings):
        assert "service_desk.channels" in settings.FORGETFUL_ROOMS


class TestTheOwnersPage:
    def test_holds_his_photos_while_he_corrects(self, offered, address, client):  # noqa: F811
        answer = client.post(address, {"words": "", "photos": [a_photo()]})
        assert answer.status_code == 422
        assert client.post(address, {"words": "请看照片", "tray": tray_in(answer)}).status_code == 302
        assert Attachment.objects.get().case == offered

    def test_gives_his_words_back_where_the_proposal_is_no_longer_there(self, offered, address, client):  # noqa: F811
        said = {"proposal": "P-9", "refuse": "1", "words": "这个方案我不同意"}
        offered.proposals.update(status="withdrawn")
        answer = client.post(address, said)
        assert answer.status_code == 422
        assert "这个方案我不同意" in answer.content.decode()

    def test_gives_the_drawing_back_with_the_form(self, offered, address, client):  # noqa: F811
        said = {"proposal": "P-9", "agree": "1", "signature": "data:image/png;base64,eA==", "words": ""}
        page = client.post(address, said).content.decode()
        assert 'value="data:image/png;base64,eA=="' in page

    @pytest.mark.parametrize(("site", "shown"), [("same-origin", True), ("cross-site", False), ("", False)])
    def test_that_closed_meanwhile_gives_back_what_was_typed_here_only(self, client, riverside, site, shown):
        headers = {"Sec-Fetch-Site": site} if site else {}
        answer = client.post("/my/closed/", {"words": "师傅昨天没来"}, headers=headers)
        assert answer.status_code == 404
        assert ("师傅昨天没来" in answer.content.decode()) is shown


def test_a_reply_to_the_hotline_that_is_refused_comes_back(signed_in, alice, riverside):
    given = {"project": riverside, "kind": "complaint", "channel": "hotline_12345", "words": "漏水"}
    given |= {"language": "zh-hans", "subject": "other", "received_at": NOW}
    case = cases.register(machine(), **given, now=NOW)
    hotline.keep_ticket(machine(), case, {"ticket": "HZ1"}, now=NOW)
    words = "已处理。" * hotline.LONGEST
    answer = signed_in(alice).post(f"/desk/hotline/{case.number}/reply/", {"words": words})
    assert answer.status_code == 422
    assert words[:2000] in answer.content.decode()
