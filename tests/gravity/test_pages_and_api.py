"""The pages and the API of severity, for those who may and those who may not."""

import pytest

from service_desk.gravity import services, standing
from service_desk.gravity.models import SeverityRule
from tests.cases.story import nothing_changes


def typed(**given):
    said = {f"answer_{key}": "important" for key in ("safety", "health", "media", "law")}
    said |= {"together": 2, "few": 3, "several": 10, "many": 20, "seen": 1}
    for currency, hot, important in (("CNY", 5000, 50000), ("TWD", 20000, 200000), ("EUR", 700, 7000)):
        said |= {f"hot_{currency}": hot, f"important_{currency}": important}
    return {**said, **given}


def test_the_page_of_a_case_tells_its_answers_and_judgements(story, signed_in):
    case = story.register(impact={"safety": True})
    text = signed_in(story.alice).get(f"/desk/cases/{case.number}/gravity/").content.decode()
    assert "可能有人受伤" in text
    assert 'name="impact"' in text


def test_more_is_learned_on_the_page(story, signed_in):
    case = story.register()
    client = signed_in(story.alice)
    sent = {"impact": ["media"], "households": "12", "money": "600", "version": case.version}
    answer = client.post(f"/desk/cases/{case.number}/impact/", sent)
    assert answer.status_code == 302
    case = story.fresh(case)
    assert case.impact == {"media": True, "households": 12, "money": 60_000}
    with nothing_changes():
        assert client.post(f"/desk/cases/{case.number}/impact/", sent).status_code in (409, 422)


def test_the_side_of_the_case_page_shows_it(story, signed_in):
    case = story.register(impact={"safety": True})
    text = signed_in(story.alice).get(f"/desk/cases/{case.number}/").content.decode()
    assert f"/desk/cases/{case.number}/gravity/" in text


def test_thresholds_are_tried_before_they_are_put_in_force(story, signed_in):
    story.register(impact={"households": 4})
    client = signed_in(story.bob)
    sent = typed(few=2, several=4, many=6, because="去年的教训")
    answer = client.post("/desk/thresholds/", {**sent, "try": "1"})
    assert answer.context["tried"].moves == [("hot", "important", 1)]
    assert SeverityRule.objects.count() == 1
    assert client.post("/desk/thresholds/", {**sent, "save": "1"}).status_code == 302
    assert standing.in_force(now=story.now)[0].version in (1, 2)
    assert SeverityRule.objects.latest("version").rules["households"] == [2, 4, 6]


def test_what_cannot_stand_is_said_beside_its_field(story, signed_in):
    client = signed_in(story.bob)
    answer = client.post("/desk/thresholds/", typed(several=2, because="x", save="1"))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"several"}
    answer = client.post("/desk/thresholds/", typed(answer_safety="hot", because="x", save="1"))
    assert answer.context["form"].errors.keys() == {"answer_safety"}


def test_an_agent_reads_the_thresholds_and_changes_none(story, signed_in):
    client = signed_in(story.alice)
    assert client.get("/desk/thresholds/").status_code == 200
    with nothing_changes():
        client.post("/desk/thresholds/", typed(few=2, because="x", save="1"))
    assert SeverityRule.objects.count() == 1
    assert client.post("/desk/thresholds/open-cases/").status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "fi"])
def test_both_pages_stand_in_four_languages(story, signed_in, language):
    story.bob.language = language
    story.bob.save(update_fields=["language"])
    case = story.register(impact={"safety": True})
    client = signed_in(story.bob)
    for address in (f"/desk/cases/{case.number}/gravity/", "/desk/thresholds/"):
        assert client.get(address).status_code == 200


def test_the_api_learns_tells_and_tries(story, api):
    case = story.register()
    client = api(story.alice)
    sent = {"impact": {"law": True}, "because": "律师函"}
    answer = client.post(f"cases/{case.number}/impact", sent)
    assert (answer.status_code, answer.json()["severity"]) == (201, "important")
    assert client.post(f"cases/{case.number}/impact", sent).status_code == 422
    told = client.get(f"cases/{case.number}/severity-judgements").json()["results"]
    assert [row["occasion"] for row in told] == ["learned", "registered"]
    boss = api(story.bob)
    tried = boss.post("severity-thresholds/preview", {"rules": {"together": 3}})
    assert (tried.status_code, tried.json()["weighed"]) == (200, 1)
    made = boss.post("severity-thresholds", {"rules": {"together": 3}, "because": "试行"})
    assert (made.status_code, made.json()["version"]) == (201, 2)
    assert len(boss.get("severity-thresholds").json()["results"]) == 2
    assert client.post("severity-thresholds", {"rules": {"together": 3}, "because": "x"}).status_code == 403


def test_another_city_hears_nothing(story, api, dan):
    case = story.register(impact={"safety": True})
    client = api(dan)
    assert client.get(f"cases/{case.number}/severity-judgements").status_code == 404
    with nothing_changes():
        assert client.post(f"cases/{case.number}/impact", {"impact": {"law": True}}).status_code == 404


def test_the_page_asks_a_fixed_number_of_questions(story, signed_in, django_assert_max_num_queries):
    case = story.register()
    for households in range(3, 12):
        services.learn_impact(story.alice, case, impact={"households": households}, now=story.now)
    client = signed_in(story.alice)
    client.get(f"/desk/cases/{case.number}/gravity/")
    with django_assert_max_num_queries(14):
        client.get(f"/desk/cases/{case.number}/gravity/")


def test_sums_stand_in_their_fields_as_people_write_them_and_are_saved_as_they_stood(story, signed_in):
    """A page saved without a change puts the same sums in force; what is known of a case is shown like that too."""
    client = signed_in(story.bob)
    form = client.get("/desk/thresholds/").context["form"]
    shown = {name: str(form[name].value()) for name in form.fields if form[name].value() is not None}
    assert (shown["hot_CNY"], shown["important_EUR"]) == ("5000", "7000")
    assert client.post("/desk/thresholds/", {**shown, "because": "照旧", "save": "1"}).status_code == 302
    first, second = SeverityRule.objects.order_by("version")
    assert first.rules["money_hot"] == second.rules["money_hot"]
    case = story.register(impact={"money": 60_050})
    known = signed_in(story.alice).get(f"/desk/cases/{case.number}/gravity/").context["impact_form"]
    assert str(known["money"].value()) == "600.50"
