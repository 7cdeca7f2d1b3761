"""A case passes on only when the receiver has said yes, and the owner is told who and when."""

import pytest

from crm.errors import IllegalMove, NotAllowed, Refused
from service_desk.cases import services as cases
from service_desk.handingover import selectors, services
from service_desk.handingover.states import HAND_OVER_MOVES, HandOverStatus
from tests.cases.story import nothing_changes


@pytest.fixture
def asked(story):
    case = story.drive("assigned")
    return services.propose(story.alice, case, to=story.bob, because="我休假", now=story.now)


def test_until_it_is_accepted_the_case_stays_where_it_is(story, asked):
    assert story.fresh(asked.case).assignee == story.alice
    assert list(selectors.waiting_for(story.bob)) == [asked]
    services.accept(story.bob, asked, now=story.now)
    assert story.fresh(asked.case).assignee == story.bob
    verbs = list(asked.case.history.order_by("id").values_list("verb", flat=True))
    assert verbs[-3:] == ["hand_over_proposed", "hand_over_accepted", "assigned"]


def test_the_owner_reads_who_looks_after_him_and_since_when(story, asked):
    services.accept(story.bob, asked, now=story.now)
    said = asked.case.messages.latest("id")
    assert said.direction == "out"
    assert story.bob.display_name in said.body
    assert "2026" in said.body


def test_a_refusal_gives_its_reason_and_nothing_passes(story, asked):
    with nothing_changes(), pytest.raises(Refused):
        services.refuse(story.bob, asked, because="", now=story.now)
    services.refuse(story.bob, asked, because="手上太多", now=story.now)
    assert story.fresh(asked.case).assignee == story.alice
    assert asked.case.history.latest("id").because == "手上太多"
    assert not asked.case.messages.exists()


def test_only_who_was_asked_answers(story, asked, eve):
    for act in (services.accept, services.refuse):
        given = {"because": "x"} if act is services.refuse else {}
        with nothing_changes(), pytest.raises(NotAllowed):
            act(story.alice, asked, now=story.now, **given)
    with nothing_changes(), pytest.raises(NotAllowed):
        services.withdraw(eve, asked, now=story.now)
    assert services.withdraw(story.alice, asked, now=story.now).status == "withdrawn"


def test_a_team_is_asked_and_whoever_takes_it_has_it(story, desk):
    case = story.drive("assigned")
    row = services.propose(story.alice, case, team=desk, because="换班", now=story.now)
    with nothing_changes(), pytest.raises(NotAllowed):
        services.accept(story.alice, row, now=story.now)
    services.accept(story.bob, row, now=story.now)
    assert (story.fresh(case).assignee, story.fresh(case).team) == (story.bob, desk)


def test_one_question_at_a_time_and_to_somebody_who_takes_cases(story, asked, dan):
    with nothing_changes(), pytest.raises(Refused):
        services.propose(story.alice, asked.case, to=story.bob, because="再问", now=story.now)
    other = story.drive("assigned")
    for wrong in ({"to": dan}, {"to": story.alice}, {}):
        with nothing_changes(), pytest.raises(Refused):
            services.propose(story.alice, other, because="问", now=story.now, **wrong)


def test_what_went_elsewhere_in_between_is_not_taken(story):
    case = story.register()
    asked = services.propose(story.alice, case, to=story.bob, because="接手吗", now=story.now)
    cases.assign(story.machine, asked.case, to=story.alice, because="分派", now=story.now)
    with nothing_changes(), pytest.raises(IllegalMove):
        services.accept(story.bob, asked, now=story.now)


def test_who_has_it_or_a_supervisor_hands_it_on_and_nobody_else(story, anna, desk):
    case = story.drive("assigned")
    for given in ({"to": anna}, {"team": desk}):
        with nothing_changes(), pytest.raises(NotAllowed) as refusal:
            services.propose(anna, case, because="我有空", now=story.now, **given)
        assert refusal.value.code == "not_holder"
    row = services.propose(story.bob, case, to=anna, because="爱丽丝病了", now=story.now)
    assert (row.status, story.fresh(case).assignee) == ("proposed", story.alice)
    services.accept(anna, row, now=story.now)
    assert story.fresh(case).assignee == anna


def test_anybody_may_ask_a_supervisor_to_take_it(story, anna):
    row = services.propose(anna, story.drive("assigned"), to=story.bob, because="业主要找主管", now=story.now)
    assert row.status == "proposed"


def test_a_supervisor_who_takes_it_himself_has_accepted_it_and_the_owner_is_told(story):
    case = story.drive("assigned")
    with nothing_changes(), pytest.raises(Refused):
        services.propose(story.bob, case, to=story.bob, because=" ", now=story.now)
    row = services.propose(story.bob, case, to=story.bob, because="爱丽丝病了", now=story.now)
    assert (row.status, story.fresh(case).assignee) == ("accepted", story.bob)
    assert story.bob.display_name in case.messages.get(direction="out").body


def test_the_page_gives_what_nobody_has_and_hands_over_what_somebody_has(story, signed_in, api, anna):
    client = signed_in(story.bob)
    fresh, held = story.register(), story.drive("assigned")
    page = client.get(f"/desk/cases/{held.number}/").content.decode()
    assert "/handing-over/" in page
    assert "/assignment/" not in page
    page = client.get(f"/desk/cases/{fresh.number}/").content.decode()
    assert "/assignment/" in page
    assert "/handing-over/" not in page
    hers = api(story.alice)
    with nothing_changes():
        answer = hers.post(f"cases/{held.number}/assignment", {"to": "bob", "because": "休假"})
    assert (answer.status_code, answer.json()["code"]) == (409, "held")


def test_who_does_not_have_it_is_offered_supervisors_only(story, signed_in, anna):
    from service_desk.handingover.forms import HandOverForm

    form = HandOverForm(case=story.drive("assigned"), user=anna)
    assert list(form.fields["to"].queryset) == [story.bob]
    assert "team" not in form.fields


ANSWERS = {
    HandOverStatus.ACCEPTED: lambda s, row: services.accept(s.bob, row, now=s.now),
    HandOverStatus.REFUSED: lambda s, row: services.refuse(s.bob, row, because="忙", now=s.now),
    HandOverStatus.WITHDRAWN: lambda s, row: services.withdraw(s.alice, row, now=s.now),
}


@pytest.mark.parametrize("before", HandOverStatus)
@pytest.mark.parametrize("after", ANSWERS)
def test_every_pair_of_statuses_is_moved_as_the_table_says(story, asked, before, after):
    if before in ANSWERS:
        ANSWERS[before](story, asked)
    if after in HAND_OVER_MOVES[before]:
        assert ANSWERS[after](story, asked).status == after
        return
    with nothing_changes(), pytest.raises(IllegalMove):
        ANSWERS[after](story, asked)


def test_the_page_and_the_api(story, signed_in, api, dan):
    case = story.drive("assigned")
    client = signed_in(story.alice)
    said = {"to": story.bob.pk, "because": "我休假"}
    assert client.post(f"/desk/cases/{case.number}/handing-over/", said).status_code == 302
    row = selectors.waiting_of(case)
    assert str(row.public_id) in signed_in(story.bob).get(f"/desk/cases/{case.number}/").content.decode()
    assert case.number in signed_in(story.bob).get("/desk/handovers/").content.decode()
    answer = {"hand_over": row.public_id, "answer": "refuse", "because": "忙"}
    assert (
        signed_in(story.bob).post(f"/desk/cases/{case.number}/handing-over-answer/", answer).status_code
        == 302
    )
    made = api(story.alice).post(f"cases/{case.number}/hand-overs", {"to": "bob", "because": "再问"})
    path = f"hand-overs/{made.json()['id']}"
    assert api(dan).post(f"{path}/acceptance", {}).status_code == 404
    assert api(story.alice).post(f"{path}/acceptance", {}).status_code == 403
    assert api(story.bob).post(f"{path}/acceptance", {}).json()["status"] == "accepted"
    assert api(story.bob).post(f"{path}/refusal", {"because": "x"}).status_code == 409
    assert len(api(story.alice).get(f"cases/{case.number}/hand-overs").json()) == 2


def test_what_waits_goes_on_page_after_page(story, asked, signed_in, api, monkeypatch):
    monkeypatch.setattr(selectors, "PAGE", 1)
    other = services.propose(
        story.alice, story.drive("assigned"), to=story.bob, because="也请接手", now=story.now
    )
    client = signed_in(story.bob)
    first = client.get("/desk/handovers/").context["page_of_rows"]
    second = client.get(f"/desk/handovers/?after={first.next_mark}").context["page_of_rows"]
    assert (first.rows, second.rows, second.next_mark) == ([asked], [other], None)
    answer = api(story.bob).get("hand-overs?size=1").json()
    after = api(story.bob).get(f"hand-overs?size=1&cursor={answer['next']}").json()
    said = [row["because"] for row in answer["results"] + after["results"]]
    assert said == ["我休假", "也请接手"]


def test_who_is_asked_answers_in_the_list_and_who_asked_takes_it_back_there(story, asked, signed_in):
    for who, offered, withheld in ((story.bob, "accept", "withdraw"), (story.alice, "withdraw", "accept")):
        page = signed_in(who).get("/desk/handovers/").content.decode()
        assert f'value="{offered}"' in page
        assert f'value="{withheld}"' not in page
