from datetime import timedelta

import pytest
from django.urls import reverse

from crm import clock as the_clock
from service_desk.clocks import policies, stuck
from service_desk.clocks.models import ClockPolicy, Deadline, StuckCase
from tests.clocks.test_policies import NAMES


@pytest.fixture(autouse=True)
def at_work(monkeypatch, story):
    monkeypatch.setattr(the_clock, "now", lambda: story.now)


TYPED = {"name_en": "quick", "name_hans": "从快", "name_hant": "從快", "name_fi": "nopea"}


def test_the_board_names_teams_departments_and_the_cases_behind(story, signed_in):
    case = story.drive("transferred", received_at=story.later(days=-20))
    page = signed_in(story.alice).get(reverse("desk:clocks"))
    assert page.status_code == 200
    assert case.number in page.content.decode()


def test_an_agent_pauses_a_clock_from_the_case_and_lets_it_go_on(story, signed_in):
    case, client = story.drive("assigned"), signed_in(story.alice)
    page = client.get(reverse("desk:case", args=[case.number])).content.decode()
    url = reverse("desk:clock_pause", args=[case.number, "answer"])
    assert url in page
    wrong = client.post(url, {"reason": "waiting_for_owner", "words": "等"})
    assert wrong.status_code == 422
    assert client.post(url, {"reason": "expert", "words": "等检测报告"}).status_code == 302
    assert Deadline.objects.get(case=case).is_paused
    page = client.get(reverse("desk:case", args=[case.number])).content.decode()
    again = reverse("desk:clock_resume", args=[case.number, "answer"])
    assert again in page and "等检测报告" in page
    assert client.post(again).status_code == 302
    assert not Deadline.objects.get(case=case).is_paused


def test_a_colleague_of_another_city_finds_no_such_clock(story, signed_in, dan):
    case = story.drive("assigned")
    url = reverse("desk:clock_pause", args=[case.number, "answer"])
    assert signed_in(dan).post(url, {"reason": "expert", "words": "等"}).status_code == 404
    assert not Deadline.objects.get(case=case).is_paused


def test_what_stands_still_is_looked_at_on_the_board(story, signed_in, monkeypatch):
    story.drive("assigned")
    later = story.later(days=8)
    stuck.find_due(now=later)
    monkeypatch.setattr(the_clock, "now", lambda: later)
    client, row = signed_in(story.bob), StuckCase.objects.get()
    url = reverse("desk:stuck_seen", args=[row.public_id])
    assert url in client.get(reverse("desk:clocks")).content.decode()
    assert client.post(url, {"note": "", "next_on": "2026-03-20"}).status_code == 422
    assert client.post(url, {"note": "周五上门", "next_on": "2026-03-20"}).status_code == 302
    assert url not in client.get(reverse("desk:clocks")).content.decode()


def test_a_supervisor_drafts_previews_and_puts_new_rules_into_effect(story, signed_in):
    story.register()
    client = signed_in(story.bob)
    assert client.post(reverse("desk:clock_draft_begin")).status_code == 302
    typed = {"clock": "answer", "measure": "working_hours", "amount": 1, **TYPED}
    assert client.post(reverse("desk:clock_draft_rule"), typed).status_code == 302
    page = client.get(reverse("desk:clock_draft"))
    assert page.context["preview"].changed == 1
    wrong = client.post(reverse("desk:clock_draft_effect"), {"because": "", "on_open": "no"})
    assert wrong.status_code == 422
    assert client.post(
        reverse("desk:clock_draft_effect"), {"because": "试行", "on_open": "yes"}
    ).url == reverse("desk:clock_rules")
    assert ClockPolicy.objects.get(number=2).retimed_to == 0
    assert "从快" in client.get(reverse("desk:clock_rules")).content.decode()
    assert client.get(reverse("desk:clock_rules") + "?version=1").context["policy"].number == 1


def test_reasons_numbers_and_whole_drafts_come_and_go(story, signed_in):
    story.register()
    client = signed_in(story.bob)
    client.post(reverse("desk:clock_draft_begin"))
    reason = {"code": "storm", "clocks": ["resolution"], "longest_days": 5, **TYPED}
    assert client.post(reverse("desk:clock_draft_reason"), reason).status_code == 302
    assert client.post(reverse("desk:clock_reason_gone", args=["storm"])).status_code == 302
    numbers = {"no_move_days": 3, "most_moves": 9, "most_rejections": 2}
    levels = {"level_50": ["agent"], "level_100": ["supervisor"], "level_150": ["executive"]}
    assert client.post(reverse("desk:clock_draft_numbers"), numbers | levels).status_code == 302
    draft = policies.draft_of_house()
    assert (draft.no_move_days, draft.escalation["150"]) == (3, ["executive"])
    gone = draft.rules.get(clock="answer", kind="praise")
    assert client.post(reverse("desk:clock_rule_gone", args=[gone.public_id])).status_code == 302
    assert client.post(reverse("desk:clock_draft_drop")).status_code == 302
    assert policies.draft_of_house() is None
    assert client.get(reverse("desk:clock_draft")).status_code == 404


def test_an_agent_reads_the_rules_and_changes_none(story, signed_in):
    client = signed_in(story.alice)
    assert client.get(reverse("desk:clock_rules")).status_code == 200
    assert client.post(reverse("desk:clock_draft_begin")).status_code == 403
    assert policies.draft_of_house() is None


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "fi"])
def test_all_pages_speak_the_readers_language(story, signed_in, language):
    story.drive("transferred")
    story.bob.language = language
    story.bob.save(update_fields=["language"])
    client = signed_in(story.bob)
    client.post(reverse("desk:clock_draft_begin"))
    for name in ("clocks", "clock_rules", "clock_draft"):
        assert client.get(reverse(f"desk:{name}")).status_code == 200


def test_over_the_api(story, signed_in):
    case, client = story.drive("transferred"), signed_in(story.bob)
    clocks = client.get(f"/api/v1/cases/{case.number}/clocks").json()
    assert {row["kind"] for row in clocks} == {"answer", "department_reply"}
    base = f"/api/v1/cases/{case.number}/clocks/answer"
    said = {"reason": "expert", "words": "等检测报告"}
    assert client.post(f"{base}/pause", said, content_type="application/json").status_code == 201
    again = client.post(f"{base}/pause", said, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "illegal_move")
    assert client.post(f"{base}/resumption", {}, content_type="application/json").status_code == 201
    assert client.get("/api/v1/clock-board").json()["overdue"] == 0
    assert client.get("/api/v1/clocks?overdue=1").json() == []
    assert client.get("/api/v1/stuck-cases").json() == []


def test_the_rules_over_the_api(story, signed_in):
    story.register()
    client, json = signed_in(story.bob), {"content_type": "application/json"}
    assert client.post("/api/v1/deadline-policies", {}, **json).status_code == 201
    rule = {"clock": "answer", "severity": "major", "measure": "working_hours", "amount": 4, "names": NAMES}
    made = client.post("/api/v1/deadline-policies/draft/rules", rule, **json)
    assert made.status_code == 201
    nowhere = client.post("/api/v1/deadline-policies/draft/rules", rule | {"project": "nowhere"}, **json)
    assert nowhere.status_code == 422
    reason = {"names": NAMES, "clocks": ["resolution"], "longest_days": 3}
    assert client.put("/api/v1/deadline-policies/draft/reasons/storm", reason, **json).status_code == 200
    assert client.delete("/api/v1/deadline-policies/draft/reasons/storm").status_code == 204
    assert client.get("/api/v1/deadline-policies/draft/preview").json()["changed"] == 0
    gone = client.delete(f"/api/v1/deadline-policies/draft/rules/{made.json()['id']}")
    assert gone.status_code == 204
    effect = client.post("/api/v1/deadline-policies/draft/effect", {"because": "试行"}, **json)
    assert (effect.status_code, effect.json()["number"]) == (201, 2)
    assert [row["number"] for row in client.get("/api/v1/deadline-policies").json()] == [2, 1]


def test_the_card_of_clocks_takes_as_many_queries_for_many_clocks(story, django_assert_num_queries, rf):
    from service_desk.clocks import card

    few, many = story.drive("assigned"), story.drive("transferred")
    row = Deadline.objects.get(case=many, kind="answer")
    for kind in ("progress", "first_response", "resolution"):
        row.pk, row.kind = None, kind
        row.save(force_insert=True)
    for case in (few, many):
        card.lines(story.alice, case, now=story.now)  # warms what is read once a process
    for case in (few, many):
        # the clocks, their pauses, the version in force, its reasons
        with django_assert_num_queries(4):
            card.lines(story.alice, case, now=story.now + timedelta(minutes=1))
