"""The room on pages and over the API; and what agents see on a case that is under its care."""

import pytest

from crm.errors import Refused
from service_desk.cases import services as cases
from service_desk.crisis import services
from service_desk.crisis.models import Crisis
from service_desk.guidance.guard_rules import load_standard_rules
from tests.cases.story import nothing_changes
from tests.crisis.conftest import TEXTS


def page(room):
    return f"/desk/crises/{room.crisis.number}/"


def test_staff_elsewhere_are_referred_to_the_spokesperson_with_the_statement(room, signed_in):
    address = f"/desk/cases/{room.case.number}/"
    before = signed_in(room.alice).get(address).content.decode()
    assert "Sam" in before
    assert page(room) not in before
    room.issued()
    after = signed_in(room.alice).get(address).content.decode()
    assert TEXTS["zh-hans"] in after
    assert page(room) in signed_in(room.bob).get(address).content.decode()


def test_an_agent_may_not_speak_about_it_in_public_while_the_crisis_lasts(room):
    load_standard_rules(now=room.now)
    from service_desk.guidance import guard

    said = "我代表公司正式回应媒体：公司声明此事与我们无关。"
    found = [
        f
        for f in guard.read(said, "zh-hans", by=room.alice, case=room.case)
        if f.rule.finding == "spokesperson"
    ]
    assert found
    because = guard.Said(because="业主要求")
    with nothing_changes(), pytest.raises(Refused):
        cases.reply(room.alice, room.case, body=said, said=because, now=room.now)


def test_a_crisis_is_opened_from_a_case_and_shown(room, signed_in):
    client = signed_in(room.bob)
    other = room.story.register(impact={"safety": True})
    assert "/desk/crises/new/?case=" in client.get(f"/desk/cases/{other.number}/").content.decode()
    address = f"/desk/crises/new/?case={other.number}"
    assert client.get(address).status_code == 200
    sent = {
        "case": other.number, "title": "业主聚集", "trigger": "gathering", "facts": "约三十人", "answer_within": "60",
        "spokesperson": room.sam.pk, "report_every": "hour", "source": other.number,
    }  # fmt: skip
    answer = client.post("/desk/crises/new/", sent)
    assert answer.status_code == 302
    row = Crisis.objects.latest("id")
    assert (row.trigger, row.report_every, row.members.get().case) == ("gathering", "hour", other)
    assert client.get(answer["Location"]).status_code == 200


def test_every_step_can_be_taken_on_the_page(room, signed_in):
    boss, voice, chief = signed_in(room.bob), signed_in(room.sam), signed_in(room.eve)
    at = page(room)
    steps = {
        "duty": {"task": "press", "person": room.alice.pk},
        "rhythm": {"report_every": "hour", "answer_within": "30"},
        "draft": {"en": "We are on it."},
        "contact": {
            "outward": "True",
            "kind": "owner",
            "counterpart": "陈先生",
            "way": "phone",
            "said": "已说明",
        },
        "post": {"platform": "微博", "words": "没人管", "address": "https://example.org/1"},
        "legal": {"kind": "letter_in", "on": "2026-03-02", "about": "律师函"},
        "spokesperson": {"person": room.sam.pk, "because": "同一人"},
    }
    for name, sent in steps.items():
        answer = boss.post(f"{at}{name}/", sent)
        assert answer.status_code == 302, (name, answer.context and answer.context["forms"][name].errors)
    statement, post = room.crisis.statements.get(), room.crisis.posts.get()
    assert chief.post(f"/desk/crisis-statements/{statement.public_id}/approval/").status_code == 302
    assert voice.post(f"/desk/crisis-statements/{statement.public_id}/issue/").status_code == 302
    words = {"words": "您好，我们已派人上门检查，周五给您答复。"}
    assert voice.post(f"/desk/crisis-posts/{post.public_id}/answer/", words).status_code == 302
    entry, step = room.crisis.contacts.get(), room.crisis.legal_steps.get()
    assert boss.post(f"{at}contacts/{entry.public_id}/", {"said": "更正"}).status_code == 302
    outcome = {"outcome": "已答复"}
    assert boss.post(f"/desk/crisis-legal-steps/{step.public_id}/outcome/", outcome).status_code == 302
    report = boss.post(f"{at}reports/")
    assert boss.get(report["Location"]).status_code == 200
    assert boss.post(f"{at}close/", {"lessons": "早答复"}).status_code == 302
    room.crisis.refresh_from_db()
    assert room.crisis.status == "closed"
    assert boss.get(at).status_code == 200


def test_only_the_spokesperson_sees_the_button_to_answer(room, signed_in):
    post = room.post()
    action = f"/desk/crisis-posts/{post.public_id}/answer/"
    assert action in signed_in(room.sam).get(page(room)).content.decode()
    assert action not in signed_in(room.bob).get(page(room)).content.decode()
    with nothing_changes():
        assert signed_in(room.bob).post(action, {"words": "x"}).status_code == 403


def test_an_answer_is_shown_as_the_companys_with_the_name_of_who_gave_it(room, signed_in):
    words = "您好，我们已派人上门检查，周五给您答复。"
    services.answer_post(room.sam, room.post(), words=words, now=room.now)
    text = signed_in(room.eve).get(page(room)).content.decode()
    assert "As the company, by Sam" in text


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "fi"])
def test_every_page_stands_in_four_languages(room, signed_in, language):
    room.sam.language = language
    room.sam.save(update_fields=["language"])
    room.issued()
    room.post()
    room.contact()
    report = services.make_report(room.sam, room.crisis, now=room.now)
    client = signed_in(room.sam)
    for address in (
        page(room),
        "/desk/crises/",
        "/desk/crises/new/",
        f"/desk/crisis-reports/{report.public_id}/",
    ):
        assert client.get(address).status_code == 200


def test_an_erased_report_can_still_be_opened(room, signed_in):
    import pgtrigger

    report = services.make_report(room.bob, room.crisis, now=room.now)
    with pgtrigger.ignore("service_desk.CrisisReport:append_only"):
        type(report).objects.filter(pk=report.pk).update(snapshot={})
    assert signed_in(room.bob).get(f"/desk/crisis-reports/{report.public_id}/").status_code == 200


def test_the_whole_course_over_the_api(room, api):
    boss, voice, chief = api(room.bob), api(room.sam), api(room.eve)
    opened = boss.post(
        "crises",
        {
            "project": "RIVERSIDE", "title": "网上有帖", "trigger": "social", "facts": "一条帖子", "spokesperson": "sam",
            "cases": [room.case.number],
        },
    )  # fmt: skip
    assert opened.status_code == 201, opened.content
    at = f"crises/{opened.json()['number']}"
    assert boss.post(f"{at}/duties", {"task": "press", "person": "alice"}).status_code == 201
    assert boss.post(f"{at}/duties", {"task": "press", "person": "nobody"}).status_code == 422
    draft = boss.post(f"{at}/statements", {"texts": TEXTS}).json()
    assert boss.post(f"crisis-statements/{draft['id']}/approval", {}).status_code == 403
    assert chief.post(f"crisis-statements/{draft['id']}/approval", {}).json()["status"] == "approved"
    assert chief.post(f"crisis-statements/{draft['id']}/issue", {}).status_code == 403
    assert (
        voice.post(f"crisis-statements/{draft['id']}/issue", {}).json()["published_by"]["username"] == "sam"
    )
    post = boss.post(
        f"{at}/posts", {"platform": "微博", "words": "没人管", "posted_at": "2026-03-02T09:00:00+08:00"}
    ).json()
    answer = {"words": "您好，我们已派人上门检查，周五给您答复。"}
    assert boss.post(f"crisis-posts/{post['id']}/answers", answer).status_code == 403
    assert boss.post(f"{at}/closure", {"lessons": "x"}).status_code == 422
    given = voice.post(f"crisis-posts/{post['id']}/answers", answer | {"by": "alice"})
    assert given.json()["by"]["username"] == "sam"
    entry = boss.post(
        f"{at}/contacts",
        {"outward": False, "way": "phone", "kind": "media", "counterpart": "王记者", "said": "问进度"},
    ).json()
    added = boss.post(f"{at}/contacts/{entry['id']}/correction", {"said": "是李记者"})
    assert added.json()["adds_to"] == entry["id"]
    assert boss.post(f"{at}/reports", {}).json()["sequence"] == 1
    for name in ("statements", "posts", "contacts", "legal-steps", "reports"):
        assert boss.get(f"{at}/{name}").status_code == 200
    assert boss.post(f"{at}/closure", {"lessons": "两小时内答复"}).json()["status"] == "closed"


def test_another_city_and_the_desk_hear_nothing_over_the_api(room, api, dan):
    for person, status in ((dan, 403), (room.alice, 403)):
        assert api(person).get(f"crises/{room.crisis.number}").status_code == status


def test_the_room_asks_a_fixed_number_of_questions(room, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(room.sam)

    def asked():
        client.get(page(room))
        with CaptureQueriesContext(connection) as queries:
            client.get(page(room))
        return len(queries)

    for _each in range(2):
        room.post(), room.contact(), room.issued()
    few = asked()
    for _each in range(5):
        room.post(), room.contact(), room.issued()
    assert asked() == few
