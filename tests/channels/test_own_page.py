"""The owner's own page: what was written to him, his words and photos, his yes with his name or his no."""

import pytest

from crm import clock
from crm.messages.models import OutgoingMessage
from service_desk.cases import services as cases
from service_desk.cases.models import CaseMessage, ProposalPart, Signature
from service_desk.channels.web.models import OwnerLink
from service_desk.channels.web.stages import stages
from tests.cases.conftest import story  # noqa: F401
from tests.channels.letters import CHEN
from tests.people import NOW
from tests.procedure.test_sheets import drawing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def time(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def offered(story, chen_by_mail):  # noqa: F811
    case = story.drive("proposed")
    case.refresh_from_db()
    return case


@pytest.fixture
def address(offered, signed_in, alice):
    signed_in(alice).post(f"/desk/cases/{offered.number}/link/")
    body = OutgoingMessage.objects.latest("pk").body
    begin = body.index("/my/")
    return body[begin:].split()[0]


def test_the_link_goes_to_the_owner_by_mail_and_only_its_hash_is_kept(offered, address):
    letter = OutgoingMessage.objects.latest("pk")
    token = address.split("/")[2]
    assert letter.recipient == CHEN
    assert token.encode() not in bytes(OwnerLink.objects.get().token_hash)


def test_the_page_shows_what_was_said_and_no_note(offered, address, client, alice):
    cases.note(alice, offered, body="内部：业主很难缠", now=NOW)
    page = client.get(address).content.decode()
    assert offered.words in page
    assert "难缠" not in page


def test_he_agrees_with_his_name(offered, address, client):
    proposal = offered.proposals.get()
    client.post(address, {"proposal": proposal.number, "agree": "1", "signed_name": "陈建国", "words": ""})
    proposal.refresh_from_db()
    offered.refresh_from_db()
    assert (proposal.status, proposal.signed_name, offered.status) == ("agreed", "陈建国", "agreed")


def test_once_agreed_his_page_says_what_was_agreed_and_asks_no_more(offered, address, client):
    proposal = offered.proposals.get()
    assert "pc-agreed" not in client.get(address).content.decode()
    client.post(address, {"proposal": proposal.number, "agree": "1", "signed_name": "陈建国", "words": ""})
    page = client.get(address).content.decode()
    agreed = page[page.index("pc-agreed") :]
    assert proposal.summary in agreed
    assert "陈建国" in agreed
    offered.refresh_from_db()
    assert [stage.state for stage in stages(offered.status)] == ["past", "past", "past", "here", "ahead"]


def test_without_his_name_nothing_is_agreed(offered, address, client):
    proposal = offered.proposals.get()
    answer = client.post(
        address, {"proposal": proposal.number, "agree": "1", "signed_name": "", "words": "好"}
    )
    proposal.refresh_from_db()
    assert (answer.status_code, proposal.status) == (422, "offered")
    assert "好" in answer.content.decode()


def test_he_signs_with_his_finger_and_the_drawing_is_kept_drawn_anew(offered, address, client):
    proposal = offered.proposals.get()
    said = {"proposal": proposal.number, "agree": "1", "words": "", "signature": drawing()}
    assert client.post(address, said).status_code == 302
    proposal.refresh_from_db()
    kept = Signature.objects.get()
    assert (proposal.status, kept.proposal, kept.signed_name) == ("agreed", proposal, offered.owner.name)
    assert bytes(kept.image).startswith(b"\x89PNG")


def test_what_is_no_drawing_signs_nothing(offered, address, client):
    proposal = offered.proposals.get()
    for drawn in ("data:image/svg+xml;base64,PHN2Zz4=", drawing(marks=False)):
        said = {"proposal": proposal.number, "agree": "1", "signature": drawn, "words": "好"}
        assert client.post(address, said).status_code == 422
    proposal.refresh_from_db()
    assert (proposal.status, Signature.objects.count()) == ("offered", 0)


def test_several_proposals_stand_side_by_side_and_he_takes_one(offered, address, client, story):  # noqa: F811
    other = story.propose(offered, by=story.bob, amount=20_000)
    ProposalPart.objects.create(
        proposal=other, kind="money", description="补偿", amount=66_600, currency="CNY", due_on=NOW.date()
    )
    page = client.get(address).content.decode()
    assert page.count('type="radio"') == 2
    assert "666" in page  # what he gets
    assert "200.00" not in page  # what the work costs us is our own affair
    said = {"proposal": other.number, "agree": "1", "signed_name": "陈建国", "words": ""}
    assert client.post(address, said).status_code == 302
    assert sorted(offered.proposals.values_list("status", flat=True)) == ["agreed", "withdrawn"]
    assert 'type="radio"' not in client.get(address).content.decode()


def test_none_of_several_suits_him_and_all_are_refused(offered, address, client, story):  # noqa: F811
    case, _first = offered, story.propose(offered, amount=10_000)
    assert "refuse_all" in client.get(address).content.decode()
    client.post(address, {"refuse_all": "1", "words": "都不合适"})
    assert set(case.proposals.values_list("status", "owner_words")) == {("refused", "都不合适")}
    assert story.fresh(case).status == "transferred"


def test_he_refuses_with_the_reason_and_the_department_reads_it(offered, address, client):
    proposal = offered.proposals.get()
    client.post(address, {"proposal": proposal.number, "refuse": "1", "words": "太慢了"})
    proposal.refresh_from_db()
    offered.refresh_from_db()
    assert (proposal.status, proposal.owner_words, offered.status) == ("refused", "太慢了", "transferred")


def test_what_he_adds_joins_the_conversation(offered, address, client):
    assert client.post(address, {"words": "师傅昨天没来"}).status_code == 302
    message = CaseMessage.objects.filter(direction="in").latest("pk")
    assert (message.case, message.body) == (offered, "师傅昨天没来")


def test_a_newer_link_closes_the_one_before(offered, address, client, signed_in, alice):
    signed_in(alice).post(f"/desk/cases/{offered.number}/link/")
    assert client.get(address).status_code == 404
    assert client.post(address, {"words": "x"}).status_code == 404


def test_a_proposal_of_another_case_cannot_be_decided(offered, address, client, story):  # noqa: F811
    other = story.drive("proposed")
    foreign = other.proposals.get()
    client.post(address, {"proposal": foreign.number, "agree": "1", "signed_name": "x", "words": ""})
    foreign.refresh_from_db()
    assert foreign.status == "offered"


def test_an_agent_of_another_city_sends_no_link(offered, signed_in, dan):
    assert signed_in(dan).post(f"/desk/cases/{offered.number}/link/").status_code == 404
    assert not OwnerLink.objects.exists()


def test_without_a_way_to_write_no_link_is_left_behind(story, signed_in, alice):  # noqa: F811
    case = story.drive("assigned")
    signed_in(alice).post(f"/desk/cases/{case.number}/link/")
    assert not OwnerLink.objects.exists()


def test_a_photo_that_is_too_large_or_one_too_many_is_told_and_his_words_stay(
    offered, address, client, monkeypatch
):
    from service_desk.attachments import rules
    from service_desk.channels.web import owning, views
    from tests.channels.test_public_form import a_photo

    monkeypatch.setattr(views, "LARGEST", 400)
    monkeypatch.setattr(rules, "LARGEST", 400)
    answer = client.post(address, {"words": "请看照片", "photos": [a_photo()]})
    assert answer.status_code == 422
    assert "请看照片" in answer.content.decode()
    monkeypatch.setattr(owning, "MOST_PHOTOS", 0)
    answer = client.post(address, {"words": "请看照片", "photos": [a_photo()]})
    assert answer.status_code == 422
    assert not CaseMessage.objects.filter(direction="in").exists()


def test_words_come_back_where_he_writes_too_often(offered, address, client, settings):
    settings.THROTTLE_RATES = {"public": (0, 60, "firm")}
    answer = client.post(address, {"words": "师傅昨天没来"})
    assert answer.status_code == 422
    assert "师傅昨天没来" in answer.content.decode()


def test_the_link_to_a_merged_case_goes_on_with_the_matter(offered, address, client, story):  # noqa: F811
    from service_desk.linking import services as linking

    kept = story.drive("assigned")
    linking.merge(story.alice, offered, into=kept, because="同一处漏水", now=NOW)
    assert kept.number in client.get(address).content.decode()
    assert client.post(address, {"words": "又漏了"}).status_code == 302
    assert CaseMessage.objects.get(direction="in", body="又漏了").case == kept


def test_nobody_who_reads_the_case_finds_the_secret_and_acts_in_the_owners_name(
    offered, address, alice, api, signed_in
):
    token = address.split("/")[2]
    message = CaseMessage.objects.filter(case=offered, direction="out").latest("pk")
    assert token not in message.body + message.search_text
    assert "…" in message.body
    assert token not in signed_in(alice).get(f"/desk/cases/{offered.number}/").content.decode()
    assert token not in str(api(alice).get(f"cases/{offered.number}/messages").json())
