"""The page, the card beside the case, the queue's view, the API; and who sees nothing of it."""

from crm import clock
from crm.messages.models import OutgoingMessage
from service_desk.cases import selectors as queue
from service_desk.escalated.models import DifficultCase, ResponsePlan
from tests.escalated.conftest import nothing_changes

PLAN = {
    "wants": "要退房",
    "position": "维修是我们的责任",
    "not_negotiable": "不退房：合同没有约定",
    "limit": "3000",
    "option1-words": "道歉并重做防水层",
    "option1-part0-kind": "repair",
    "option1-part0-amount": "1000",
    "option2-words": "另免一年物业费",
    "option2-part0-kind": "money",
    "option2-part0-amount": "3000",
}


def test_from_the_mark_to_the_lesson_on_the_page(room, story, signed_in):
    case = story.drive("answered")
    alice, bob = signed_in(story.alice), signed_in(story.bob)
    where = f"/desk/cases/{case.number}/difficult/"
    said = {
        "reason": "trust",
        "words": "不再信任",
        "senior": story.bob.pk,
        "version": story.fresh(case).version,
    }
    assert alice.get(where).status_code == 200
    assert alice.post(f"{where}mark/", said).status_code == 302
    row = DifficultCase.objects.get(case=case)
    bob.post(
        f"/desk/cases/{case.number}/handing-over-answer/",
        {"hand_over": row.hand_over.public_id, "answer": "accept"},
    )
    assert PLAN["position"] not in bob.get(where).content.decode()
    deed = f"/desk/difficult/{row.public_id}"
    assert bob.post(f"{deed}/plan/", {**PLAN, "speaker": story.bob.pk, "limit": "2000"}).status_code == 422
    assert bob.post(f"{deed}/plan/", {**PLAN, "speaker": story.bob.pk}).status_code == 302
    assert ResponsePlan.objects.get().limit == 300_000
    page = alice.get(f"/desk/cases/{case.number}/").content.decode()
    assert PLAN["position"] in page
    assert "3,000" in page
    ended = {"outcome": "agreed", "result": "同意第二方案", "lesson": "第一次就应上门"}
    assert bob.post(f"{deed}/end/", ended).status_code == 302
    assert "第一次就应上门" in alice.get(where).content.decode()


def test_what_waits_is_decided_on_the_page_by_whoever_may(room, story, signed_in):
    row = room.taken()
    plan = room.plan(row, limit=5_000_000)
    where = f"/desk/difficult-plans/{plan.public_id}/decision/"
    with nothing_changes():
        assert signed_in(story.alice).post(where, {"approved": "yes"}).status_code == 403
    assert signed_in(room.eve).post(where, {"approved": "yes"}).status_code == 302
    assert room.fresh(plan).status == "in_force"


def test_the_view_and_its_filter_hold_the_marked_cases(room, story):
    other, row = story.drive("answered", summary="另一件"), room.taken()

    def found(view="open", **asked):
        rows = queue.queue(story.alice, view, asked, now=story.now)
        return {one["number"] for one in rows}

    assert found("difficult") == {row.case.number}
    assert found(difficult="no_plan") == {row.case.number}
    assert found(difficult="to_allow") == set()
    room.plan(row, limit=5_000_000)
    assert found(difficult="to_allow") == {row.case.number}
    assert found(difficult="wanted") == set()
    type(other).objects.filter(pk=other.pk).update(round=3)
    assert found(difficult="wanted") == {other.number}


def test_who_has_no_part_in_it_sees_neither_plan_nor_mark(room, story, signed_in, dan, cai):
    row = room.taken()
    room.plan(row)
    where = f"/desk/cases/{row.case.number}/"
    assert room.plan(row).position not in signed_in(cai).get(where).content.decode()
    assert signed_in(cai).get(f"{where}difficult/").status_code == 403
    assert signed_in(dan).get(f"{where}difficult/").status_code == 404
    assert signed_in(story.hong).get(f"{where}difficult/").status_code in (403, 404)


def test_the_owner_reads_nothing_of_it_on_his_own_page(
    room, story, signed_in, client, chen_by_mail, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: story.now)
    row = room.taken()
    room.plan(row)
    signed_in(story.alice).post(f"/desk/cases/{row.case.number}/link/")
    letter = OutgoingMessage.objects.latest("pk").body
    shown = client.get(letter[letter.index("/my/") :].split()[0]).content.decode()
    assert row.case.words in shown
    for word in ("信任", "要退房", "不退房", "退房没有依据", "另免一年物业费", "3,000"):
        assert word not in shown
        assert word not in letter


def test_what_an_export_of_the_person_tells_holds_nothing_of_it_and_an_erasure_empties_it():
    from owners.ties import AtErasure, all_ties

    mine = [t for t in all_ties() if t.model.split(".")[1] in NAMES]
    assert {t.model.split(".")[1] for t in mine} == NAMES
    assert all(t.erasure is AtErasure.EMPTY and not t.told for t in mine)


NAMES = {"DifficultCase", "ResponsePlan", "PlanOption", "PlanOptionPart"}


def test_the_api_tells_and_does_the_same(room, story, api, dan, cai):
    case = story.drive("answered")
    where = f"cases/{case.number}/difficult"
    said = {"reason": "threat", "senior": "bob", "words": "要找媒体"}
    others, alice = (api(dan), api(cai)), api(story.alice)
    with nothing_changes():
        assert [client.post(where, said).status_code for client in others] == [404, 403]
        assert alice.post(where, {**said, "senior": "alice"}).status_code == 422
    made = api(story.bob).post(where, said).json()
    plan = {
        "wants": "要退房",
        "position": "维修",
        "not_negotiable": "不退房",
        "options": [{"words": "维修", "parts": [{"kind": "repair", "amount": 100_000}]}],
        "limit": 3_000_000,
        "speaker": "bob",
    }
    with nothing_changes():
        assert alice.post(f"difficult/{made['id']}/plans", plan).status_code == 403
    drawn = api(story.bob).post(f"difficult/{made['id']}/plans", plan).json()
    assert drawn["status"] == "drawn"
    decided = api(room.eve).post(f"difficult-plans/{drawn['id']}/decision", {"approved": True}).json()
    assert decided["status"] == "in_force"
    whole = api(story.alice).get(where).json()
    assert (whole["taken"], whole["mark"]["reason"], len(whole["plans"])) == (True, "threat", 1)
    assert whole["plans"][0]["options"][0]["parts"][0]["amount"] == 100_000
    ending = {"outcome": "agreed", "result": "同意", "lesson": "早谈"}
    assert api(story.bob).post(f"difficult/{made['id']}/ending", ending).json()["status"] == "ended"
    assert api(story.alice).get(where).json()["past"][0]["lesson"] == "早谈"


def test_the_api_takes_a_mark_back_and_asks_a_senior_again(room, story, api):
    row = room.mark(story.drive("answered"))
    assert api(story.alice).post(f"difficult/{row.public_id}/senior", {"senior": "bob"}).status_code == 422
    gone = api(story.alice).post(f"difficult/{row.public_id}/withdrawal", {"because": "标错了"})
    assert gone.json()["status"] == "withdrawn"
