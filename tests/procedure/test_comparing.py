"""Several proposals of one case stand side by side on the desk, part by part, with what they cost us."""

import pytest

from crm.errors import IllegalMove, Refused
from service_desk.cases import services
from service_desk.cases.comparing import side_by_side
from service_desk.cases.models import ProposalPart
from tests.cases.story import facts, nothing_changes


def test_one_proposal_is_compared_with_nothing(story, signed_in):
    case = story.drive("proposed")
    assert side_by_side(list(case.proposals.all())) is None
    assert "tfoot" not in signed_in(story.alice).get(f"/desk/cases/{case.number}/").content.decode()


def test_two_stand_side_by_side_part_by_part(story, signed_in):
    case = story.drive("proposed")
    other = story.propose(case, amount=20_000)
    ProposalPart.objects.create(proposal=other, kind="gift", description="一年物业服务", currency="CNY")
    found = side_by_side(list(case.proposals.order_by("id")))
    assert [row.number for row in found.proposals] == list(
        case.proposals.order_by("id").values_list("number", flat=True)
    )
    assert [[len(cell) for cell in cells] for _kind, cells in found.rows] == [[1, 1], [0, 1]]
    page = signed_in(story.alice).get(f"/desk/cases/{case.number}/").content.decode()
    assert page.count("<tfoot>") == 1


def test_what_was_offered_in_an_earlier_round_is_past(story):
    case = story.drive("proposed")
    other = story.propose(case, amount=20_000)
    other.round = 2
    assert side_by_side([case.proposals.earliest("id"), other]) is None


@pytest.fixture
def table(story):
    """Two proposals with the owner."""
    case = story.drive("proposed")
    return case, case.proposals.get(), story.propose(case, amount=20_000)


def refuse(client, proposal, **said):
    said = {"agreed": "no", "words": "不够", **said}
    return client.post(f"/desk/proposals/{proposal.number}/owner-decision/", said)


def test_of_several_the_owner_refuses_one_and_the_other_stays_on_the_table(story, signed_in, table):
    case, one, other = table
    assert refuse(signed_in(story.alice), other, about=one.number).status_code == 302
    one.refresh_from_db(), other.refresh_from_db()
    assert (one.status, one.owner_words, other.status) == ("refused", "不够", "offered")
    assert story.fresh(case).status == "proposed"


def test_he_refuses_all_of_them_at_once_with_his_words(story, signed_in, table):
    case, _one, other = table
    client = signed_in(story.alice)
    with nothing_changes():
        assert refuse(client, other, about="all", words="").status_code == 422
    with nothing_changes():
        assert refuse(client, other, about="all", agreed="yes", signed_name="陈").status_code == 422
    assert refuse(client, other, about="all").status_code == 302
    assert set(case.proposals.values_list("status", "owner_words")) == {("refused", "不够")}
    after = story.fresh(case)
    assert (after.status, after.round, after.slips.filter(status="sent").get().request) == (
        "transferred",
        2,
        "不够",
    )
    assert len(facts("OwnerDecided")) == 2


def test_by_the_api_all_are_refused_and_a_refusal_changes_nothing(story, api, table, dan):
    case, *_both = table
    path, hers = f"cases/{case.number}/refusal", api(story.alice)
    assert api(dan).post(path, {"words": "不够"}).status_code == 404
    with nothing_changes():
        assert hers.post(path, {"words": " "}).status_code == 422
    assert [row["status"] for row in hers.post(path, {"words": "不够"}).json()] == ["refused"] * 2
    with nothing_changes():
        assert hers.post(path, {"words": "不够"}).status_code == 409


def test_what_still_waits_for_a_signature_is_not_refused_with_them(story, table):
    case, *_rest = table
    dear = story.propose(case, amount=100_000)
    services.refuse_all(story.alice, case, words="都不行", now=story.now)
    dear.refresh_from_db()
    assert (dear.status, story.fresh(case).status) == ("awaiting_approval", "proposed")
    with nothing_changes(), pytest.raises(IllegalMove):
        services.refuse_all(story.alice, case, words="都不行", now=story.now)
    with nothing_changes(), pytest.raises(Refused):
        services.refuse_all(story.alice, case, words="", now=story.now)
