"""Who called is found out later: the case becomes his."""

import pytest

from crm.audit.models import AuditEntry
from crm.errors import IllegalMove, NotFound, Refused, Stale
from owners.homes import services as homes
from service_desk.cases import selectors, services
from service_desk.cases.access import case_for
from tests.cases.story import facts, nothing_changes


@pytest.fixture
def unknown(story):
    """A case of a caller who gave no name."""
    return story.register(owner=None, home=None)


def attach(story, case, **given):
    said = {"owner": story.chen, "home": story.home, "now": story.now}
    return services.attach_owner(story.alice, case, **{**said, **given})


def test_the_case_becomes_his_and_says_so(story, unknown):
    case = attach(story, unknown)
    assert (story.fresh(case).owner, story.fresh(case).home) == (story.chen, story.home)
    assert case.version == unknown.version + 1
    line = selectors.past(case).lines[0]
    assert (line.verb, line.detail, line.moved_to) == ("owner_attached", story.chen.number, "")
    assert AuditEntry.objects.filter(verb="cases.owner_attached", subject_id=case.pk).count() == 1


def test_it_stands_on_his_card_and_nothing_else_happens(story, unknown):
    before = facts("CaseRegistered")
    attach(story, unknown)
    assert selectors.cases_of(story.alice, story.chen) == [unknown]
    assert facts("CaseRegistered") == before


def test_the_home_may_stay_unsaid_and_what_is_known_of_it_stays(story):
    case = story.register(owner=None)
    assert attach(story, case, home=None).home == story.home


def test_whose_case_it_is_is_said_once(story, unknown):
    attach(story, unknown)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        attach(story, unknown)
    assert refusal.value.code == "owner_known"


def test_a_closed_case_stays_as_it_was_archived(story):
    case = story.drive("completed", owner=None, home=None)
    services.close(story.machine, case, because="无业主可回访", now=story.now)
    with nothing_changes(), pytest.raises(IllegalMove):
        attach(story, case)


def test_an_owner_out_of_sight_or_of_another_project_is_refused(story, unknown, dai, eve):
    for actor in (story.alice, story.machine):
        with nothing_changes(), pytest.raises(Refused) as refusal:
            services.attach_owner(actor, unknown, owner=dai, home=None, now=story.now)
        assert set(refusal.value.fields) == {"owner"}


def test_a_home_that_is_not_his_or_not_here_is_refused(story, unknown, home_501):
    other = homes.add_home(
        story.machine, story.project, building="3", entrance="2", floor=13, unit="1301", now=story.now
    )
    for home in (other, home_501):
        with nothing_changes(), pytest.raises(Refused) as refusal:
            attach(story, unknown, home=home)
        assert set(refusal.value.fields) == {"home"}


def test_who_saw_an_older_state_is_told(story, unknown):
    services.note(story.bob, unknown, body="请查来电", now=story.now)
    with nothing_changes(), pytest.raises(Stale):
        attach(story, unknown, version=unknown.version)


def test_only_the_desk_may(story, unknown, dan):
    with pytest.raises(NotFound):
        case_for(dan, unknown.number, to="cases.attach_owner")


def test_over_the_api(story, unknown, api, dai):
    address = f"cases/{unknown.number}/owner"
    assert api(story.cai).post(address, {"owner": story.chen.number}).status_code == 403
    assert api(story.alice).post(address, {"owner": dai.number}).status_code == 404
    answer = api(story.alice).post(
        address, {"owner": story.chen.number, "home": story.home.public_number, "version": unknown.version}
    )
    assert answer.status_code == 201, answer.content
    assert answer.json()["owner"]["number"] == story.chen.number
    assert api(story.alice).post(address, {"owner": story.chen.number}).status_code == 422


def test_the_page_offers_it_where_the_caller_is_not_known(story, unknown, signed_in):
    client = signed_in(story.alice)
    assert 'id="doing-owner"' in client.get(f"/desk/cases/{unknown.number}/").content.decode()
    known = story.register()
    assert 'id="doing-owner"' not in client.get(f"/desk/cases/{known.number}/").content.decode()


def test_the_search_finds_those_of_the_project_with_their_homes(story, unknown, signed_in, dai):
    address = f"/desk/cases/{unknown.number}/candidates/"
    client = signed_in(story.alice)
    text = client.post(address, {"caller_query": "5678"}).content.decode()
    assert f'value="{story.chen.number} {story.home.public_number}"' in text
    assert "13812345678" not in text
    assert dai.number not in client.post(address, {"caller_query": dai.name}).content.decode()
    assert signed_in(story.cai).post(address, {"caller_query": "5678"}).status_code == 403


def test_the_chosen_one_is_attached(story, unknown, signed_in):
    held = f"{story.chen.number} {story.home.public_number}"
    answer = signed_in(story.alice).post(
        f"/desk/cases/{unknown.number}/owner/", {"held": held, "version": unknown.version}
    )
    assert answer.status_code == 302
    assert story.fresh(unknown).owner == story.chen


@pytest.mark.parametrize("held", ["", "O-999999", "x y z"])
def test_without_a_choice_the_search_comes_back_with_what_it_found(story, unknown, signed_in, held):
    answer = signed_in(story.alice).post(
        f"/desk/cases/{unknown.number}/owner/", {"held": held, "caller_query": "5678"}
    )
    assert answer.status_code == 422
    assert story.chen.number in answer.content.decode()
    assert story.fresh(unknown).owner is None
