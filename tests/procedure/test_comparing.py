"""Several proposals of one case stand side by side on the desk, part by part, with what they cost us."""

from service_desk.cases.comparing import side_by_side
from service_desk.cases.models import ProposalPart


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
