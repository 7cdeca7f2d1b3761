import pytest
from django.utils import translation

from crm.errors import Refused
from service_desk.cases import services, wording
from tests.cases.story import nothing_changes


def test_staff_confirms_what_was_computed(story):
    case = story.register(impact={"health": True})
    case = services.confirm_severity(story.bob, case, severity="important", because="", now=story.now)
    assert (case.severity, case.severity_confirmed_by) == ("important", story.bob)
    assert case.severity_because == "health"


def test_a_higher_severity_than_computed_needs_its_reason(story):
    case = story.register()
    with nothing_changes(), pytest.raises(Refused):
        services.confirm_severity(story.bob, case, severity="major", because=" ", now=story.now)
    case = services.confirm_severity(story.bob, case, severity="major", because="媒体已到现场", now=story.now)
    assert case.severity_because == "媒体已到现场"
    assert case.history.latest("id").detail == {"from": "ordinary", "to": "major", "computed": "ordinary"}


def test_an_unknown_severity_is_refused(story):
    case = story.register()
    with nothing_changes(), pytest.raises(Refused):
        services.confirm_severity(story.bob, case, severity="huge", because="x", now=story.now)


def why(story, case):
    return wording.why_so_serious(story.fresh(case))


def test_the_reasons_of_what_was_computed_are_said_in_words(story):
    with translation.override("en"):
        quiet = story.register()
        assert why(story, quiet) == ["The answers make it ordinary"]
        grave = story.register(impact={"safety": True, "media": True})
        assert why(story, grave) == ["The answers make it major: safety, the public"]


def test_what_a_person_set_is_said_beside_what_the_answers_make_of_it(story):
    with translation.override("en"):
        case = story.register(impact={"health": True})
        case = services.confirm_severity(story.bob, case, severity="important", because="", now=story.now)
        assert why(story, case) == ["The answers make it important: health", "A person has confirmed it"]
        case = services.confirm_severity(story.bob, case, severity="major", because="媒体已到", now=story.now)
        assert why(story, case)[1] == "A person has set it to major: 媒体已到"


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "fi"])
def test_the_case_page_says_why_in_the_readers_language(story, signed_in, language):
    case = story.register(impact={"safety": True})
    story.alice.language = language
    story.alice.save(update_fields=["language"])
    text = signed_in(story.alice).get(f"/desk/cases/{case.number}/").content.decode()
    with translation.override(language):
        assert str(wording.SEVERITY_REASONS["safety"]) in text[text.index("dk-severity-why") :][:400]


def test_registering_judges_a_sum_in_the_projects_currency(story, signed_in):
    client = signed_in(story.alice)
    expected = {"EUR": "important", "TWD": "ordinary", "": "hot", "XX": "hot"}
    for currency, severity in expected.items():
        answer = client.get("/desk/new/severity/", {"money": "7000", "currency": currency})
        assert answer.context["severity"] == severity
