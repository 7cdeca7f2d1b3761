"""Each form of the trade on A4, the agreement signed with a finger, the result back with the department."""

import base64
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from crm.errors import IllegalMove, Refused
from service_desk.cases import services
from service_desk.cases.models import Signature
from service_desk.sheets.drawing import NotASignature, redrawn
from service_desk.sheets.printing import SHEETS
from tests.cases.story import nothing_changes


def drawing(*, marks=True, size=(1000, 320), kind="PNG") -> str:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    if marks:
        ImageDraw.Draw(image).line([(50, 200), (300, 80), (600, 240)], fill="black", width=4)
    out = BytesIO()
    (image if kind == "PNG" else image.convert("RGB")).save(out, kind)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def test_a_signature_is_drawn_anew_in_black_and_white():
    image = Image.open(BytesIO(redrawn(drawing())))
    assert (image.format, image.mode, image.size) == ("PNG", "1", (1000, 320))


@pytest.mark.parametrize(
    "given",
    [
        "",
        "data:image/png;base64,AAAA",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:image/png;base64,%%%",
        drawing(marks=False),
        drawing(size=(3000, 10)),
        drawing(kind="JPEG"),
        "data:image/png;base64," + "A" * 500_000,
    ],
)
def test_what_is_no_drawing_is_refused(given):
    with pytest.raises(NotASignature):
        redrawn(given)


def test_the_owner_signs_on_the_phone_and_the_agreement_keeps_it(story, signed_in, dan):
    case = story.drive("proposed")
    proposal, client = case.proposals.get(), signed_in(story.alice)
    page = client.get(f"/desk/proposals/{proposal.number}/agreement/")
    assert (page.status_code, b"data-sign" in page.content) == (200, True)
    assert b"ds-rail" not in page.content and b"ds-search" not in page.content, "the owner holds the phone"
    assert b"ds-rail" in client.get(f"/desk/cases/{case.number}/").content
    said = {"signed_name": "陈建国", "signature": drawing(), "words": "请周末施工"}
    done = client.post(f"/desk/proposals/{proposal.number}/agreement/", said, follow=True)
    assert done.redirect_chain == [(f"/desk/proposals/{proposal.number}/agreement/", 302)]
    assert "请把设备交还给我们的同事" in done.content.decode() and b"ds-rail" not in done.content
    proposal.refresh_from_db()
    assert (proposal.status, proposal.owner_words) == ("agreed", "请周末施工")
    assert Signature.objects.get().taken_by == story.alice
    image = client.get(f"/desk/proposals/{proposal.number}/signature.png")
    assert image["Content-Type"] == "image/png"
    assert "no-store" in image["Cache-Control"]
    assert signed_in(dan).get(f"/desk/proposals/{proposal.number}/signature.png").status_code == 404


COST, SUM = "12,345", "678"


@pytest.fixture
def priced(story):
    """Work that costs us something, and money he gets; beside it a proposal that nobody signed yet."""
    case = story.drive("answered")
    parts = [
        {"kind": "repair", "description": "重做防水层", "amount": 12_345_00},
        {"kind": "money", "description": "补偿", "amount": 678_00},
    ]
    offered = services.propose(story.machine, case, summary="重做防水层并补偿", parts=parts, now=story.now)
    waiting = story.propose(case, amount=54_321_00)
    assert (offered.status, waiting.status) == ("offered", "awaiting_approval")
    return case, offered, waiting


@pytest.mark.parametrize("kind", ["agreement", "opinion", "proposals", "archive"])
def test_what_the_owner_reads_or_signs_says_what_he_gets_and_not_what_it_costs_us(
    story, signed_in, priced, kind
):
    case, offered, waiting = priced
    client = signed_in(story.alice)
    pages = [client.get(f"/desk/cases/{case.number}/sheets/{kind}/").content.decode()]
    if kind == "agreement":
        pages.append(client.get(f"/desk/proposals/{offered.number}/agreement/").content.decode())
    for page in pages:
        assert "重做防水层" in page
        assert SUM in page
        ours = kind in ("proposals", "archive")
        assert (COST in page, "13,023" in page, waiting.number in page) == (ours, ours, ours)


def test_an_empty_frame_is_no_agreement(story, signed_in):
    proposal = story.drive("proposed").proposals.get()
    client = signed_in(story.alice)
    for drawn in ("", drawing(marks=False)):
        said = {"signed_name": "陈建国", "signature": drawn}
        assert client.post(f"/desk/proposals/{proposal.number}/agreement/", said).status_code == 422
    with nothing_changes(), pytest.raises(Refused):
        services.record_owner_decision(
            story.alice, proposal, agreed=True, signed_name="陈", signature="x", now=story.now
        )


@pytest.mark.parametrize("kind", SHEETS)
def test_every_sheet_can_be_read_years_later(story, signed_in, dan, kind):
    case = story.drive("closed")
    address = f"/desk/cases/{case.number}/sheets/{kind}/"
    answer = signed_in(story.alice).get(address)
    assert answer.status_code == 200
    assert case.number in answer.content.decode()
    assert signed_in(dan).get(address).status_code == 404
    assert signed_in(story.alice).get(f"/desk/cases/{case.number}/sheets/other/").status_code == 404


def test_the_archive_holds_what_everybody_wrote(story, signed_in):
    case = story.drive("assigned")
    services.investigate(
        story.alice,
        case,
        substantiated=True,
        department=story.engineering,
        findings="防水层破损",
        evidence="湿度 92%",
        cause="施工时漏刷",
        now=story.now,
    )
    services.transfer(story.alice, case, request="请修", asked_for="业主希望整体重做", now=story.now)
    slip = case.slips.get()
    services.answer_slip(
        story.hong, slip, solution="重做", ready_on=story.now.date(), cost=9_900, now=story.now
    )
    said = signed_in(story.alice).get(f"/desk/cases/{case.number}/sheets/archive/").content.decode()
    for words in ("防水层破损", "湿度 92%", "施工时漏刷", "业主希望整体重做", "重做", "99"):
        assert words in said


def test_the_result_goes_back_to_the_department_which_reads_it(story, signed_in, api):
    slip = story.drive("visiting").slips.get()
    with nothing_changes(), pytest.raises(IllegalMove):
        services.read_result(story.hong, slip, now=story.now)
    services.close(story.bob, slip.case, because="满意", now=story.now)
    assert slip.number in signed_in(story.hong).get("/desk/slips/").content.decode()
    answer = api(story.hong).post(f"transfer-slips/{slip.number}/result-reading", {})
    assert answer.json()["result_read_at"] is not None
    assert slip.number not in signed_in(story.hong).get("/desk/slips/").content.decode()
    assert api(story.alice).post(f"transfer-slips/{slip.number}/result-reading", {}).status_code == 403
