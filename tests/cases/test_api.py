"""The whole procedure over the API, and its refusals."""

import pytest
from django.utils import translation

from service_desk.cases.bodies import case_body
from service_desk.cases.serializers import CaseSerializer
from tests.cases.story import WORDS, nothing_changes


@pytest.fixture
def desk(story, api):
    """Clients of everybody who works on the case."""
    return {name: api(getattr(story, name)) for name in ("alice", "bob", "hong", "cai")}


def body_of(story, **given) -> dict:
    return {
        "project": story.project.code,
        "owner": story.chen.number,
        "home": story.home.public_number,
        "kind": "complaint",
        "channel": "phone",
        "words": WORDS,
        "summary": "卫生间漏水",
        "subject": "property_service.lifts",
        **given,
    }


def registered(story, desk, **given) -> str:
    answer = desk["alice"].post("cases", body_of(story, **given))
    assert answer.status_code == 201, answer.content
    return answer.json()["number"]


def done(answer) -> dict:
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_one_complaint_from_the_owners_words_to_the_return_visit(story, desk):
    number = registered(story, desk)
    case = f"cases/{number}"
    assert done(desk["bob"].post(f"{case}/assignment", {"to": "alice"}))["status"] == "assigned"
    finding = {"substantiated": True, "department": "ENG", "findings": "属实", "fault_share": 80}
    assert done(desk["alice"].post(f"{case}/investigation", finding))["fault_share"] == 80
    slip = done(desk["alice"].post(f"{case}/transfer-slips", {"request": "请给方案"}))["number"]
    done(desk["hong"].post(f"transfer-slips/{slip}/answer", {"solution": "维修"}))
    parts = [{"kind": "repair", "cost": {"amount": 90_000, "currency": "CNY"}}, {"kind": "apology"}]
    proposal = done(desk["alice"].post(f"{case}/proposals", {"summary": "维修", "parts": parts}))
    assert (proposal["status"], proposal["cost"]) == (
        "awaiting_approval",
        {"amount": 90_000, "currency": "CNY"},
    )
    address = f"proposals/{proposal['number']}"
    assert done(desk["bob"].post(f"{address}/approval", {"approved": True}))["status"] == "offered"
    decision = {"agreed": True, "signed_name": "陈建国"}
    assert done(desk["alice"].post(f"{address}/owner-decision", decision))["status"] == "agreed"
    action = done(desk["alice"].post(f"{case}/actions", {"department": "ENG", "description": "维修"}))
    done(desk["hong"].post(f"actions/{action['id']}/completion", {"result": "完成"}))
    assert done(desk["alice"].post(f"{case}/completion", {"result": "完成"}))["status"] == "completed"
    (visit,) = done(desk["bob"].post(f"{case}/return-visits", {}))
    done(desk["cai"].post(f"return-visits/{visit['number']}/outcome", {"outcome": "reached"}))
    closed = done(desk["bob"].post(f"{case}/closure", {"because": "业主满意"}))
    assert closed["status"] == "closed"


def test_the_page_of_a_case_tells_what_comes_next(story, desk):
    page = desk["bob"].get(f"cases/{registered(story, desk)}").json()
    assert page["next"]["form"] == "assignment"
    assert [step["state"] for step in page["steps"]] == ["current"] + ["ahead"] * 6
    assert page["clocks"][0]["kind"] == "answer"
    assert page["case"]["words"] == WORDS
    assert page["case"]["received_at"].endswith(("Z", "+00:00", "+08:00"))


def test_registering_twice_with_one_key_registers_once(story, desk):
    first = desk["alice"].post("cases", body_of(story), Idempotency_Key="call-1")
    with nothing_changes():
        again = desk["alice"].post("cases", body_of(story), Idempotency_Key="call-1")
    assert first.json()["number"] == again.json()["number"]


def test_an_agent_of_another_city_finds_nothing(story, desk, api, dan):
    number = registered(story, desk)
    stranger = api(dan)
    assert stranger.get(f"cases/{number}").status_code == 404
    with nothing_changes():
        assert stranger.post(f"cases/{number}/assignment", {"to": "dan"}).status_code == 404
    assert stranger.get("cases").json()["results"] == []
    assert stranger.get("cases?view=all").json()["results"] == []


@pytest.mark.parametrize("name", ["hong", "mei", "ada", "pia"])
def test_who_does_not_read_cases_is_told_so(story, desk, api, request, name):
    number = registered(story, desk)
    client = api(request.getfixturevalue(name))
    assert client.get(f"cases/{number}").status_code == 403
    assert client.get("cases").status_code == 403


def test_a_stranger_is_asked_to_sign_in(story, desk, api):
    assert api(None).get(f"cases/{registered(story, desk)}").status_code == 401


def test_the_wrong_step_is_a_conflict_and_changes_nothing(story, desk):
    number = registered(story, desk)
    with nothing_changes():
        answer = desk["alice"].post(f"cases/{number}/completion", {"result": "好了"})
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_move")
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_stale_writer_gets_both_versions(story, desk):
    number = registered(story, desk)
    desk["bob"].post(f"cases/{number}/assignment", {"to": "alice"})
    with nothing_changes():
        answer = desk["bob"].post(f"cases/{number}/assignment", {"to": "bob", "version": 1})
    assert (answer.status_code, answer.json()["yours"], answer.json()["current"]) == (409, 1, 2)


def test_a_sum_above_ones_limit_is_refused_with_the_limit(story, desk):
    proposal = story.propose(story.drive("answered"), amount=60_000)
    answer = desk["alice"].post(f"proposals/{proposal.number}/approval", {"approved": True})
    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (403, "over_limit", 50_000)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"words": ""}, "words"), ({"kind": "rumour"}, "kind"), ({"subject": "astrology"}, "subject")],
)
def test_what_is_wrong_is_named_by_its_field(story, desk, given, field):
    with nothing_changes():
        answer = desk["alice"].post("cases", body_of(story, **given))
    assert answer.status_code == 422
    assert field in answer.json()["fields"]


def test_a_handler_sees_his_slips_with_what_he_must_know(story, desk):
    case = story.drive("transferred")
    (slip,) = desk["hong"].get("transfer-slips").json()
    assert (slip["case"], slip["case_words"], slip["home"]["label"]) == (case.number, WORDS, "3-2-1201")
    assert "owner" not in slip


def test_nobody_is_given_a_case_of_a_project_he_does_not_work_in(story, desk, dan):
    number = registered(story, desk)
    with nothing_changes():
        answer = desk["bob"].post(f"cases/{number}/assignment", {"to": "dan"})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["to"])


def test_messages_and_history_are_read_over_the_api(story, desk):
    number = registered(story, desk)
    done(desk["alice"].post(f"cases/{number}/messages", {"direction": "out", "body": "您好"}))
    done(desk["cai"].post(f"cases/{number}/messages", {"direction": "note", "body": "注意"}))
    assert desk["cai"].post(f"cases/{number}/messages", {"direction": "out", "body": "x"}).status_code == 403
    assert [row["body"] for row in desk["alice"].get(f"cases/{number}/messages").json()["results"]] == [
        "您好"
    ]
    history = desk["alice"].get(f"cases/{number}/history").json()["results"]
    assert [row["verb"] for row in history] == ["noted", "replied", "registered"]


def test_enumerations_come_with_a_label_in_the_readers_language(story, desk, api):
    number = registered(story, desk)
    answer = desk["alice"].get(f"cases/{number}", Accept_Language="en").json()
    assert (answer["case"]["status"], answer["case"]["status_label"]) == ("registered", "registered")


def test_directives_of_the_scope_are_listed_and_carried_out(story, desk, api, dan):
    from service_desk.directives import services as directives

    row = directives.issue(
        story.machine,
        owner=story.chen,
        project=story.project,
        purpose="recover",
        plan="personal_visit",
        instruction="登门拜访",
        reason="业主不满意",
        budget_amount=10_000,
        due_at=story.later(days=5),
        now=story.now,
    )
    (listed,) = desk["alice"].get("directives").json()["results"]
    assert (listed["number"], listed["budget"]) == (row.number, {"amount": 10_000, "currency": "CNY"})
    address = f"directives/{row.number}"
    assert api(dan).get(f"{address}").status_code == 404
    assert done(desk["alice"].post(f"{address}/acceptance"))["assignee"]["username"] == "alice"
    fulfilled = done(desk["alice"].post(f"{address}/fulfilment", {"result": "已拜访", "spent_amount": 500}))
    assert (fulfilled["status"], fulfilled["spent"]["amount"]) == ("fulfilled", 500)
    assert desk["alice"].get("directives").json()["results"] == []


def test_a_demand_in_another_currency_is_not_taken_for_the_projects_own(story, desk):
    sent = body_of(story, demand={"amount": 500, "currency": "EUR"})
    with nothing_changes():
        answer = desk["alice"].post("cases", sent)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["demand"])


@pytest.mark.parametrize("stage", ["registered", "proposed", "closed"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_plain_body_of_a_case_is_what_its_serializer_gives(story, stage, language):
    case = story.fresh(story.drive(stage))
    with translation.override(language):
        assert case_body(case) == CaseSerializer(case).data
