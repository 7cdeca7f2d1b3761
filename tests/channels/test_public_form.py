"""Reporting without an account: in one's own words, once, against floods; and following it by a link."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from crm import clock
from owners.prospects.models import Prospect
from service_desk.attachments.models import Attachment
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.mail.models import ChannelLimits
from service_desk.channels.web import tokens
from service_desk.channels.web.models import OwnerLink
from tests.cases.conftest import story  # noqa: F401
from tests.people import NOW

pytestmark = pytest.mark.django_db
WORDS = "电梯停在十二楼三天了，老人上不了楼。"


@pytest.fixture(autouse=True)
def time(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def send(client, riverside):
    def post(*, opened=60, **given):
        said = {
            "kind": "complaint",
            "project": "RIVERSIDE",
            "words": WORDS,
            "phone": "13812345678",
            "ticket": tokens.ticket(NOW - timedelta(seconds=opened)),
            "website": "",
        }
        return client.post("/report/", said | given)

    return post


def a_photo() -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(kept, "JPEG")
    return SimpleUploadedFile("leak.jpg", kept.getvalue(), content_type="image/jpeg")


class TestTheForm:
    @pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "fi"])
    def test_opens_without_an_account_in_four_languages(self, client, riverside, language):
        client.cookies["doorstep_language"] = language
        answer = client.get("/report/?project=RIVERSIDE")
        assert answer.status_code == 200
        assert riverside.names[language] in answer.content.decode()

    def test_of_several_projects_none_is_chosen_for_him(self, client, riverside, harbour, send):
        page = client.get("/report/").content.decode()
        assert '<option value="" selected>' in page
        assert 'value="RIVERSIDE" selected' in client.get("/report/?project=RIVERSIDE").content.decode()
        assert send(project="").status_code == 422

    def test_is_sent_as_it_was_shown_from_an_address_that_names_the_project(self, client, riverside):
        import re

        page = client.get("/report/?project=RIVERSIDE").content.decode()
        sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        sent |= {"kind": "repair", "project": "RIVERSIDE", "words": WORDS, "phone": "13812345678"}
        sent["ticket"] = tokens.ticket(NOW - timedelta(seconds=60))
        assert client.post("/report/", sent).status_code == 201

    def test_that_comes_back_shows_nothing_that_nobody_typed(self, send):
        page = send(phone="").content.decode()
        assert "ds-kept" not in page

    def test_becomes_a_case_of_the_owner_with_this_number_at_his_home(self, send, chen, home_1201):
        answer = send(impact=["safety"], households="24")
        case = Case.objects.get()
        assert answer.status_code == 201
        assert case.number in answer.content.decode()
        assert (case.owner, case.home, case.channel, case.words) == (chen, home_1201, "web", WORDS)
        assert case.impact == {"safety": True, "households": 24}
        assert case.severity != "ordinary"

    def test_of_somebody_unknown_says_how_to_reach_him_to_the_desk_only(self, send):
        send(name="李女士", phone="13700001111", home="5-1-302")
        note = CaseMessage.objects.get()
        assert (note.direction, Case.objects.get().owner) == ("note", None)
        assert "13700001111" in note.body
        assert "5-1-302" in note.body

    def test_with_a_question_of_somebody_unknown_makes_him_a_prospect(self, send):
        send(kind="inquiry", name="王先生", phone="13700002222", words="三房还有吗？")
        assert Prospect.objects.get().owner == Case.objects.get().owner

    def test_takes_photos_and_says_which_it_could_not(self, send):
        hostile = SimpleUploadedFile("x.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
        answer = send(photos=[a_photo(), hostile]).content.decode()
        assert Attachment.objects.count() == 1
        assert "x.jpg" in answer

    def test_keeps_every_word_where_something_has_to_be_corrected(self, send):
        answer = send(phone="", email="nobody")
        assert answer.status_code == 422
        assert WORDS in answer.content.decode()
        assert not Case.objects.exists()


class TestTwice:
    def test_the_same_words_of_the_same_person_are_the_case_they_were(self, send):
        send()
        again = send(words=f"  {WORDS}\n", phone="+86 138 1234 5678")
        assert again.status_code == 200
        assert Case.objects.get().number in again.content.decode()
        assert OwnerLink.objects.count() == 1

    def test_other_words_or_another_person_are_not(self, send):
        send()
        send(words="还有别的事")
        send(phone="13900001111")
        assert Case.objects.count() == 3


class TestFloods:
    def test_from_one_place_end_for_an_hour(self, send, monkeypatch):
        ChannelLimits.objects.create(version=1, reports_an_hour=2, made_at=NOW)
        answers = [send(words=f"第{n}件", phone=f"1370000111{n}").status_code for n in range(4)]
        assert answers == [201, 201, 429, 429]
        assert Case.objects.count() == 2

    def test_of_one_person_end_for_a_day(self, send):
        ChannelLimits.objects.create(version=1, reports_a_day=1, made_at=NOW)
        assert [send(words=f"{n}").status_code for n in range(2)] == [201, 429]

    @pytest.mark.parametrize(
        "given",
        [
            {"website": "https://spam.example"},
            {"opened": 1},
            {"opened": 90_000},
            {"ticket": "forged"},
            {"ticket": ""},
        ],
    )
    def test_of_machines_are_asked_to_send_once_more(self, send, given):
        answer = send(**given)
        assert answer.status_code == 422
        assert WORDS in answer.content.decode()
        assert not Case.objects.exists()

    def test_no_address_of_who_wrote_is_kept(self, send):
        from django.db import connection

        send()
        with connection.cursor() as cursor:
            cursor.execute("SELECT encode(place_index, 'escape') FROM service_desk_webreport")
            assert "127.0.0.1" not in cursor.fetchone()[0]


class TestFollowing:
    def link(self, answer) -> str:
        page = answer.content.decode()
        begin = page.index("/follow/")
        return page[begin : page.index('"', begin)]

    def test_shows_where_it_stands_and_nothing_else(self, send, client, chen):
        address = self.link(send())
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert Case.objects.get().number in page
        assert WORDS not in page
        assert chen.name not in page
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]

    def test_reading_it_often_changes_nothing_and_after_its_time_it_is_not_there(
        self, send, client, monkeypatch
    ):
        address = self.link(send())
        assert {client.get(address).status_code for _time in range(3)} == {200}
        assert client.head(address).status_code == 200
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=401))
        assert client.get(address).status_code == 404

    def test_a_guess_gets_what_an_expired_one_gets(self, client, riverside):
        assert client.get("/follow/guess/").status_code == 404

    def test_opens_no_owners_page(self, send, client):
        token = self.link(send()).split("/")[2]
        assert client.get(f"/my/{token}/").status_code == 404


class TestNothingIsDropped:
    """Whatever somebody sent is taken or named to him with the reason."""

    def test_a_photo_that_is_too_large_is_named(self, send, monkeypatch):
        from service_desk.attachments import rules
        from service_desk.channels.web import views

        monkeypatch.setattr(views, "LARGEST", 400)
        monkeypatch.setattr(rules, "LARGEST", 400)
        assert "leak.jpg" in send(photos=[a_photo()]).content.decode()
        assert "leak.jpg" in CaseMessage.objects.filter(direction="note").latest("pk").body

    def test_photos_past_the_number_that_is_taken_are_named(self, send, chen, monkeypatch):
        from service_desk.channels.web import services

        monkeypatch.setattr(services, "MOST_PHOTOS", 1)
        late = a_photo()
        late.name = "ninth.jpg"
        assert "ninth.jpg" in send(photos=[a_photo(), late]).content.decode()
        assert Attachment.objects.count() == 1

    def test_photos_sent_with_the_same_words_once_more_join_the_case(self, send, chen):
        send()
        assert send(photos=[a_photo()]).status_code == 200
        assert Attachment.objects.get().case == Case.objects.get()
        send(photos=[a_photo()])
        assert Attachment.objects.count() == 1

    def test_the_same_words_after_the_case_was_closed_are_a_new_one(self, send, story):  # noqa: F811
        closed = story.drive("closed")
        send()
        first = Case.objects.exclude(pk=closed.pk).get()
        first.web_report.case = closed
        first.web_report.save()
        assert send().status_code == 201

    def test_another_home_or_address_than_we_know_of_an_owner_is_noted(self, send, chen):
        send(home="3-2-1203", email="new@example.com")
        body = CaseMessage.objects.get(direction="note").body
        assert "3-2-1203" in body
        assert "new@example.com" in body
        assert "138" not in body

    def test_words_come_back_where_somebody_asks_too_often(self, send, settings):
        settings.THROTTLE_RATES = {"public": (0, 60, "firm")}
        answer = send()
        assert answer.status_code == 429
        assert WORDS in answer.content.decode()
