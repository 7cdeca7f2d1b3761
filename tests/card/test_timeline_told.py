"""What the timeline tells of a case's way with the owner, and of changes to his profile."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from owners.card import timeline
from owners.people import households, services
from service_desk.cases import services as cases
from tests.flows import story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def told(user, owner, *kinds):
    return timeline.stretch(SimpleNamespace(user=user), owner, kinds=set(kinds) or None, limit=100).entries


@pytest.fixture
def edited(alice, chen, now):
    changes = {"occupation": "记者", "sensitive_trade": "journalist", "phone": "13700009999"}
    return services.edit_owner(alice, chen, version=chen.version, changes=changes, now=now)


def test_what_he_added_is_told_and_a_note_among_ourselves_is_not(alice, chen, home_1201, now):
    case = story.registered(alice, chen, home_1201)
    cases.add_owner_words(alice, case, body="周四在家。", now=now)
    cases.note(alice, story.fresh(case), body="他很着急", now=now)
    steps = [entry for entry in told(alice, chen, "case") if entry.strand == "case.step"]
    assert [(entry.icon, entry.actor) for entry in steps] == [("message", alice.shown_name)]
    assert case.summary in steps[0].text and steps[0].url.endswith(f"{case.number}/")


def test_a_proposal_his_answer_and_the_return_visits_are_told(alice, hong, chen, home_1201, engineering, now):
    case = story.registered(alice, chen, home_1201)
    story.worked(alice, hong, case, engineering)
    icons = {entry.icon for entry in told(alice, chen, "case") if entry.strand == "case.step"}
    assert {"send", "check"} <= icons


def test_a_change_of_the_profile_names_the_columns_and_never_their_values(alice, edited):
    (change,) = told(alice, edited, "profile")
    for words in ("Phone", "Occupation", "Sensitive trade"):
        assert words in change.text
    for value in ("13700009999", "记者", "journalist"):
        assert value not in change.text + change.because
    assert change.actor == alice.shown_name


def test_a_column_that_a_reader_does_not_see_is_not_named_to_him(mei, eve, edited, monkeypatch):
    from owners.card import changed

    monkeypatch.setattr(changed, "may", lambda user, verb: True)  # were he to keep profiles as well
    (change,) = told(mei, edited, "profile")
    assert "Occupation" in change.text and "Sensitive trade" not in change.text
    (change,) = told(eve, edited, "profile")
    assert "Occupation" not in change.text and "Phone" not in change.text


def test_who_keeps_no_profiles_is_told_of_no_change(cai, hong, edited):
    for user in (cai, hong):
        assert not told(user, edited, "profile")
        assert "profile" not in timeline.kinds_for(SimpleNamespace(user=user))


def test_paper_says_nothing_of_which_parts_of_the_profile_changed(signed_in, alice, edited):
    client = signed_in(alice)
    where = f"/owners/{edited.number}/"
    client.post("/language/", {"language": "en", "next": "/"})
    assert "changed a profile" in client.get(where).content.decode()
    page = client.get(f"{where}paper/").content.decode()
    assert "changed a profile" not in page and "Sensitive trade" not in page


def test_a_change_in_the_family_is_told(alice, chen, now):
    households.add_kin(alice, chen, name="陈小明", kinship="child", now=now)
    (change, *_rest) = told(alice, chen, "profile")
    assert change.text == "noted somebody of the family" and "陈小明" not in change.because
