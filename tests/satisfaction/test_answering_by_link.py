"""The owner answers by a link that only he has."""

import hashlib
from datetime import timedelta

import pytest

from crm.messages.models import OutgoingMessage
from satisfaction.collection import services
from satisfaction.models import Answer, Feedback, Invitation
from tests.people import NOW

pytestmark = pytest.mark.django_db
FIVE = ("speed", "attitude", "result", "overall")


@pytest.fixture(autouse=True)
def the_clock(monkeypatch):
    """The page reads the house's clock; here it stands at a moment that a test may move."""
    from crm import clock

    moment = {"now": NOW + timedelta(hours=1)}
    monkeypatch.setattr(clock, "now", lambda: moment["now"])
    return moment


def answer(client, link, **given):
    """One screen after the other, as a thumb would."""
    said = {name: "satisfied" for name in FIVE} | given
    for step, name in enumerate(FIVE, start=1):
        client.post(link, {"step": step, "lang": "zh-hans", name: said[name]})
    return client.post(link, {"step": 5, "lang": "zh-hans", "words": said.get("words", ""), "opinion": ""})


def test_only_the_hash_of_256_random_bits_is_kept(link, invitation):
    token = link.strip("/").split("/")[-1]
    assert len(token) >= 43
    assert bytes(invitation.token_hash) == hashlib.sha256(token.encode()).digest()
    assert token not in str(Invitation.objects.values().get(pk=invitation.pk))


def test_the_letter_is_written_in_the_owners_language(link, invitation):
    letter = OutgoingMessage.objects.get(subject_ref=f"invitation:{invitation.public_id}")
    assert letter.language == "zh-hans"
    assert "满意" in letter.body


def test_reading_the_link_changes_nothing_however_often(client, link, invitation):
    before = Invitation.objects.values().get(pk=invitation.pk)
    for _again in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert Invitation.objects.values().get(pk=invitation.pk) == before


def test_one_question_stands_on_the_screen_at_a_time(client, link):
    page = client.get(link).content.decode()
    assert page.count("<fieldset") == 1
    assert page.count('class="sq-option"') == 5


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Very satisfied"),
        ("zh-hans", "非常满意"),
        ("zh-hant", "非常滿意"),
        ("fi", "Erittäin tyytyväinen"),
    ],
)
def test_it_speaks_four_languages_with_a_switch(client, link, language, words):
    page = client.get(f"{link}?lang={language}").content.decode()
    assert words in page
    assert page.count("hreflang=") == 4


def test_an_owner_who_stops_finds_his_answers_again(client, link, invitation):
    client.post(link, {"step": 1, "lang": "fi", "speed": "dissatisfied"})
    invitation.refresh_from_db()
    assert invitation.answers_draft == {"speed": "dissatisfied"}
    assert 'value="2"' in client.get(link).content.decode()
    assert not Feedback.objects.exists()


def test_the_whole_answer_becomes_one_feedback(client, link, invitation):
    response = answer(client, link, overall="very_satisfied", words="谢谢师傅")
    feedback = Feedback.objects.get()
    assert response.status_code == 302
    assert (feedback.score, feedback.attitude, feedback.via) == (100, "very_satisfied", "link")
    assert feedback.words == "谢谢师傅"
    assert Answer.objects.filter(invitation=invitation).count() == 5


def test_the_thanks_page_says_what_happens_next_and_by_when(client, link):
    response = answer(client, link, overall="dissatisfied")
    page = client.get(response["Location"])
    assert "抱歉" in page.content.decode()
    assert "2026年3月5日" in page.content.decode()  # three working days on


def test_the_overall_question_cannot_be_left_out(client, link):
    for step, name in enumerate(("speed", "attitude", "result"), start=1):
        client.post(link, {"step": step, name: "satisfied"})
    response = client.post(link, {"step": 5, "words": "好"})
    assert "step=4" in response["Location"]
    assert not Feedback.objects.exists()


def test_a_made_up_option_is_refused_and_nothing_is_kept(client, link, invitation):
    assert client.post(link, {"step": 1, "speed": "excellent"}).status_code == 422
    invitation.refresh_from_db()
    assert invitation.answers_draft == {}


def test_unknown_expired_and_answered_links_look_exactly_alike(client, link, the_clock):
    unknown = client.get("/q/" + "x" * 43 + "/")
    answer(client, link)
    used = client.get(link)
    the_clock["now"] = NOW + timedelta(days=40)
    expired = client.get(link)
    assert {unknown.status_code, used.status_code, expired.status_code} == {404}
    bodies = {_without_address(page) for page in (unknown, used, expired)}
    assert len(bodies) == 1


def _without_address(page):
    return page.content.decode()


def test_an_answer_cannot_be_given_twice(client, link):
    answer(client, link)
    assert client.post(link, {"step": 5, "words": "again"}).status_code == 404
    assert Feedback.objects.count() == 1


def test_nothing_is_cached_and_no_other_site_learns_the_address(client, link):
    for page in (client.get(link), client.get("/q/nothing/")):
        assert page["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page["Cache-Control"]
        assert "noindex" in page["X-Robots-Tag"]


def test_a_forged_thanks_ticket_opens_nothing(client):
    assert client.get("/q/thanks/eyJkIjoxfQ:forged/").status_code == 404


def test_links_that_nobody_answers_expire(invitation):
    assert services.expire_due(now=NOW + timedelta(days=31), limit=10) == 1
    invitation.refresh_from_db()
    assert invitation.status == "expired"


def test_why_an_owner_was_not_asked_is_written_down(asked, alice, riverside, system):
    from owners.people import services as people

    nobody = people.add_owner(system, kind="person", name="无联系方式", project=riverside, now=NOW)
    row = services.open_questionnaire(
        system, owner=nobody, case=asked, visit=None, purpose="follow_up", now=NOW
    )
    assert (row.status, row.withheld_because, row.token_hash) == ("withheld", "no_address", None)


def test_asking_twice_for_a_visit_is_asking_once(invitation, visit, asked, chen, system):
    again = services.open_questionnaire(
        system, owner=chen, case=asked, visit=visit, purpose="return_visit", now=NOW
    )
    assert again.pk == invitation.pk
    assert OutgoingMessage.objects.count() == 1


def test_asking_about_a_case_while_the_link_is_still_open_is_asking_once(asked, chen, system, api, bob):
    said = {"owner": chen.number, "case": asked.number}
    first, again = (api(bob).post("invitations", said) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    letters = OutgoingMessage.objects.filter(subject_ref=f"invitation:{first.json()['id']}")
    assert letters.count() == 1


def test_control_who_has_answered_may_be_asked_again(asked, chen, system):
    asking = {"owner": chen, "case": asked, "visit": None, "purpose": "follow_up"}
    first = services.open_questionnaire(system, **asking, now=NOW)
    later = first.expires_at + timedelta(seconds=1)
    assert services.open_questionnaire(system, **asking, now=later).pk != first.pk
