"""While a call is taken the cause is picked down to the defect: by the words, by a search, or from the class."""

import pytest
from django.urls import reverse

from crm.text import normalise
from owners.warranty.services import add_standard_parts
from service_desk.cases.models import Case
from service_desk.causes import guessing, selectors, services
from service_desk.causes.models import Cause
from service_desk.warranty.models import WarrantyCheck

pytestmark = pytest.mark.django_db
LEAK = "engineering_quality.waterproofing.leak_bathroom"
BLOCKED = "engineering_quality.plumbing.blocked"


@pytest.fixture
def call(signed_in, alice, chen, home_1201):
    client = signed_in(alice)
    home = {"owner": chen.number, "home": home_1201.public_number}
    said = {"words": "卫生间一直渗漏", "kind": "complaint", "channel": "phone", "language": "zh-hans"}

    def take(url="desk:new", **given):
        return client.post(reverse(url), {**home, **said, "emotion": "calm", **given})

    return take


@pytest.mark.parametrize(
    ("said", "language", "code"),
    [
        ("卫生间的天花板一直渗漏，已经三天了", "zh-hans", LEAK),
        ("浴廁滲漏，樓下天花板都濕了", "zh-hant", LEAK),
        ("My bathroom leaks into the flat below", "en", LEAK),
        ("Kylpyhuone vuotaa alakertaan", "fi", LEAK),
        ("暖气不热，家里只有十四度", "zh-hans", "engineering_quality.heating.cold"),
        ("Hissi on taas jumissa", "fi", "property_service.lifts"),
        ("墙体开裂", "zh-hans", "engineering_quality.structure.crack_wall"),
    ],
)
def test_words_speak_of_a_cause(said, language, code):
    assert selectors.guessed(said, language)[0].code == code


@pytest.mark.parametrize(
    ("said", "language"),
    [("", "en"), ("您好，我想问一件事", "zh-hans"), ("I would like to speak to somebody at home", "en")],
)
def test_words_that_speak_of_none_propose_none(said, language):
    """Home is Finnish for mould: an English caller is not heard in Finnish."""
    assert selectors.guessed(said, language) == []


def test_a_defect_alone_counts_less_than_with_its_part():
    terms = {"a.pipe": ["水管"], "a.pipe.leak": ["漏水"], "a.roof": ["屋面"], "a.roof.leak": ["漏水"]}
    found = guessing.guesses(guessing.heard(normalise("水管漏水")), terms)
    assert found[0] == "a.pipe.leak" and found.index("a.pipe.leak") < found.index("a.roof.leak")


def test_the_picker_goes_down_from_the_class_to_part_and_defect(call):
    parts = call("desk:finer_cause", words="", subject="engineering_quality").content.decode()
    assert 'value="engineering_quality.waterproofing"' in parts and LEAK not in parts
    defects = call("desk:finer_cause", words="", cause="engineering_quality.waterproofing").content.decode()
    assert LEAK in defects
    assert 'name="cause" value="engineering_quality.waterproofing"' in defects


def test_what_is_sought_stands_before_what_is_guessed(call):
    found = call("desk:finer_cause", cause_query="shenlou").content.decode()
    assert LEAK in found
    assert 'name="cause_found"' in found and BLOCKED not in found


def test_another_class_lets_go_of_the_defect(call):
    page = call("desk:finer_cause", words="", cause=LEAK, subject="title_deed").content.decode()
    assert 'name="cause" value=""' in page and LEAK not in page


def test_the_case_is_registered_at_the_defect_and_needs_no_class_beside_it(call):
    assert call(cause=LEAK).status_code == 302
    assert call(cause=BLOCKED, subject="engineering_quality").status_code == 302
    assert set(Case.objects.values_list("subject", flat=True)) == {LEAK, BLOCKED}


def test_without_a_class_or_a_cause_nothing_is_registered(call):
    page = call()
    assert page.status_code == 422 and "subject" in page.context["form"].errors
    assert not Case.objects.exists()


@pytest.mark.parametrize("code", ["engineering_quality.unheard", "nonsense", "title_deed.mistake"])
def test_a_cause_that_is_not_offered_or_of_another_class_leaves_the_class(call, code):
    assert call(cause=code, subject="engineering_quality").status_code == 302
    assert Case.objects.get().subject == "engineering_quality"


def test_a_cause_no_longer_offered_is_not_taken(call, bob, now):
    row = Cause.objects.get(code=LEAK)
    services.edit_cause(bob, row, names=row.names, position=0, active=False, now=now)
    assert call(cause=LEAK, subject="engineering_quality").status_code == 302
    assert Case.objects.get().subject == "engineering_quality"
    assert LEAK not in call("desk:finer_cause", cause_query="shenlou").content.decode()


def test_the_warranty_follows_the_cause_rather_than_the_words(call, system, now):
    add_standard_parts(system, now=now)
    hints = call("desk:hints", words="麻烦来看一下", cause=LEAK, subject="engineering_quality")
    assert 'name="warranty_guess" value="waterproofing"' in hints.content.decode()
    none = call("desk:hints", words="麻烦来看一下", subject="engineering_quality")
    assert 'name="warranty_guess" value=""' in none.content.decode()
    call(cause=LEAK, warranty_part="waterproofing", warranty_guess="waterproofing")
    assert WarrantyCheck.objects.get().part.code == "waterproofing"


def test_the_picker_takes_as_many_queries_whatever_was_said(call, django_assert_max_num_queries):
    call("desk:finer_cause")
    for given in ({"words": ""}, {"cause_query": "leak"}, {"cause": LEAK}):
        with django_assert_max_num_queries(8):
            call("desk:finer_cause", **given)


def test_only_who_takes_calls_is_answered(signed_in, cai, hong):
    for user in (cai, hong):
        assert signed_in(user).post(reverse("desk:finer_cause"), {"words": "漏水"}).status_code == 403
