"""A supervisor extends and changes the rules; each change is a version, on pages and over the API."""

import pytest

from crm.errors import Refused, Stale
from service_desk.guidance import guard
from service_desk.guidance.guard_rules import keep_rule, load_standard_rules
from service_desk.guidance.models import GuardCatch, GuardRule
from service_desk.guidance.standard import guard_rules
from service_desk.guidance.versions import retire
from tests.cases.story import nothing_changes

PLAIN = {
    "title": "Fine print",
    "finding": "refusal",
    "level": "serious",
    "language": "en",
    "form": "words",
    "patterns": "fine print",
    "unless": "",
    "absent": "",
    "over_limit": False,
    "denied_is_fine": False,
    "mend": "replace",
    "reasons": {"en": "Nobody reads it."},
    "betters": {"en": "Let me explain."},
}
TEXT = "That stands in the fine print."


def found(user, text=TEXT):
    return [one.rule.code for one in guard.read(text, "en", by=user)]


def test_the_shipped_rules_are_there_and_each_can_be_read():
    codes = [rule["code"] for rule in guard_rules()]
    assert len(codes) == len(set(codes)) >= 30
    for rule in guard_rules():
        assert set(rule["reasons"]) == set(rule["betters"]) == {"en", "zh-hans", "zh-hant", "fi"}


@pytest.mark.django_db
def test_they_are_loaded_once_and_what_was_changed_stays(bob, now):
    load_standard_rules(now=now)
    row = GuardRule.objects.in_force().get(code="blame-en")
    keep_rule(bob, code="blame-en", seen=row.version, now=now, **PLAIN)
    retire(bob, GuardRule.objects.in_force().get(code="insult-en"), now=now)
    assert load_standard_rules(now=now) == 0
    assert GuardRule.objects.in_force().get(code="blame-en").version == 2
    assert not GuardRule.objects.in_force().filter(code="insult-en").exists()


@pytest.mark.django_db
def test_a_newer_shipped_wording_takes_the_place_of_the_older_where_nobody_changed_it(bob, now):
    load_standard_rules(now=now)
    GuardRule.objects.filter(code="blame-en").update(patterns="as it shipped long ago")
    assert load_standard_rules(now=now) == 1
    rows = GuardRule.objects.filter(code="blame-en").order_by("version")
    assert [(row.version, row.current) for row in rows] == [(1, False), (2, True)]
    assert "as it shipped long ago" not in rows[1].patterns
    assert load_standard_rules(now=now) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["changed", "retired"])
def test_where_the_house_has_decided_itself_the_newer_wording_only_joins_the_history(bob, now, how):
    load_standard_rules(now=now)
    GuardRule.objects.filter(code="blame-en").update(patterns="as it shipped long ago")
    row = GuardRule.objects.in_force().get(code="blame-en")
    if how == "changed":
        keep_rule(bob, code=row.code, seen=1, now=now, **PLAIN)
    else:
        retire(bob, row, now=now)
    before = list(GuardRule.objects.in_force().values_list("pk", flat=True))
    assert load_standard_rules(now=now) == 1
    assert list(GuardRule.objects.in_force().values_list("pk", flat=True)) == before
    newest = GuardRule.objects.filter(code=row.code).latest("version")
    assert (newest.current, newest.made_by) == (False, None)
    if how == "changed":
        changed = keep_rule(bob, code=row.code, seen=2, now=now, **PLAIN)
        assert changed.version == newest.version + 1


def test_a_new_rule_counts_at_once(bob, now):
    assert found(bob) == []
    row = keep_rule(bob, now=now, **PLAIN)
    assert found(bob) == [row.code]


def test_a_change_is_a_new_version_and_the_old_one_stays(bob, now):
    row = keep_rule(bob, now=now, **PLAIN)
    keep_rule(bob, code=row.code, seen=1, now=now, **{**PLAIN, "patterns": "small print"})
    assert found(bob) == []
    assert list(
        GuardRule.objects.filter(code=row.code).order_by("version").values_list("version", "current")
    ) == [
        (1, False),
        (2, True),
    ]


def test_a_stale_change_changes_nothing(bob, now):
    row = keep_rule(bob, now=now, **PLAIN)
    keep_rule(bob, code=row.code, seen=1, now=now, **PLAIN)
    with nothing_changes(), pytest.raises(Stale):
        keep_rule(bob, code=row.code, seen=1, now=now, **PLAIN)


@pytest.mark.parametrize("field", ["patterns", "unless", "absent"])
def test_a_line_that_cannot_be_read_safely_is_refused_where_it_stands(bob, now, field):
    with nothing_changes(), pytest.raises(Refused) as refusal:
        keep_rule(bob, now=now, **{**PLAIN, field: "good\na…b…c…d"})
    assert set(refusal.value.fields) == {field}


def test_supervisors_edit_and_agents_do_not(api, alice, bob):
    assert api(alice).post("guard/rules", PLAIN).status_code == 403
    made = api(bob).post("guard/rules", PLAIN)
    assert made.status_code == 201
    address = f"guard/rules/{made.json()['code']}"
    assert api(alice).get(address).json()["patterns"] == "fine print"
    assert api(alice).delete(address).status_code == 403
    changed = api(bob).put(address, {**PLAIN, "version": 1, "level": "hint"})
    assert (changed.status_code, changed.json()["version"], changed.json()["level"]) == (200, 2, "hint")
    assert api(bob).put(address, {**PLAIN, "version": 1}).status_code == 409
    assert api(bob).delete(address).status_code == 204
    assert api(bob).get(address).status_code == 404


def test_the_list_of_rules_comes_page_by_page(api, alice):
    body = api(alice).get("guard/rules").json()
    assert len(body["results"]) == 25
    assert body["next"]


def test_the_page_tries_a_rule_before_it_is_in_force(signed_in, bob):
    typed = {**PLAIN, "reason_en": "Because.", "better_en": "", "sample": TEXT}
    typed = {
        name: value for name, value in typed.items() if value is not False and not isinstance(value, dict)
    }
    page = signed_in(bob).post("/desk/guard/new/", typed | {"try": "1"})
    assert page.status_code == 200
    assert "<mark>fine print</mark>" in page.content.decode()
    assert not GuardRule.objects.filter(patterns="fine print").exists()
    assert signed_in(bob).post("/desk/guard/new/", typed | {"save": "1"}).status_code == 302
    assert GuardRule.objects.filter(patterns="fine print").exists()


def test_the_page_of_a_rule_changes_and_retires_it(signed_in, bob, alice, now):
    row = keep_rule(bob, now=now, **PLAIN)
    page, address = signed_in(bob), f"/desk/guard/{row.code}/"
    assert page.get(address).status_code == 200
    assert signed_in(alice).get(address).status_code == 403
    assert page.post(f"{address}retirement/", {"seen": "7"}).status_code == 422
    assert page.post(f"{address}retirement/", {"seen": "1"}).status_code == 302
    assert page.get(address).status_code == 404


def test_the_composer_is_told_what_and_why_in_the_readers_language(signed_in, story):
    case = story.register()
    page = signed_in(story.alice)
    answer = page.post("/desk/guard/reading/", {"text": "這都怪您自己。", "case": case.number}).json()
    (finding,) = answer["findings"]
    assert (finding["kind"], finding["level"], finding["words"]) == ("blame", "serious", "都怪您")
    assert "业主" in finding["reason"]
    assert "工程师" in finding["better"]


def test_a_case_out_of_scope_is_not_found(signed_in, story, dan):
    case = story.register()
    answer = signed_in(dan).post("/desk/guard/reading/", {"text": "x", "case": case.number})
    assert answer.status_code == 404


def test_the_page_shows_what_was_done_with_findings(signed_in, story, now):
    from service_desk.cases import services as cases
    from service_desk.cases.states import CaseStatus

    case = story.drive(CaseStatus.ASSIGNED)
    said = guard.Said(because="业主要求写明", seen=("insult-zh",))
    cases.reply(story.alice, case, body="这都怪您自己，明天师傅会来。", said=said, now=now)
    assert GuardCatch.objects.count() == 2
    shown = signed_in(story.bob).get("/desk/guard/").content.decode()
    assert "业主要求写明" in shown
    assert case.number in shown
    assert "业主要求写明" not in signed_in(story.alice).get("/desk/guard/").content.decode()


def test_the_reply_form_asks_why_and_takes_the_reason(signed_in, story):
    from service_desk.cases.states import CaseStatus

    case = story.drive(CaseStatus.ASSIGNED)
    page, address = signed_in(story.alice), f"/desk/cases/{case.number}/reply/"
    refused = page.post(address, {"body": "这都怪您自己，明天师傅会来。"})
    assert refused.status_code == 422
    assert 'name="guard_because"' in refused.content.decode()
    sent = page.post(address, {"body": "这都怪您自己，明天师傅会来。", "guard_because": "他要求这样写"})
    assert sent.status_code == 302
    assert GuardCatch.objects.get().because == "他要求这样写"


def test_over_the_api_the_findings_come_with_the_refusal(api, story):
    from service_desk.cases.states import CaseStatus

    case = story.drive(CaseStatus.ASSIGNED)
    address, body = (
        f"cases/{case.number}/messages",
        {"direction": "out", "body": "这都怪您自己，明天师傅会来。"},
    )
    refused = api(story.alice).post(address, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "guard_asks")
    assert refused.json()["findings"][0]["kind"] == "blame"
    assert api(story.alice).post(address, {**body, "guard_because": "他要求"}).status_code == 201
