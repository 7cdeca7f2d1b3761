"""The A4 forms of a case as PDFs: the words of the page, in four languages, for whoever may read the page."""

import io
import re
from html import unescape

import pypdf
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from crm.paper import fonts
from service_desk.cases import services
from service_desk.sheets.printing import SHEETS
from tests.cases.conftest import story  # noqa: F401
from tests.paper.reader import squeezed, words
from tests.procedure.test_sheets import drawing

LANGUAGES = [code for code, _name in settings.LANGUAGES]
HOSTILE = '#panic() #read("/etc/passwd") *b* $x$ <script>alert(1)</script> {{ case.number }}'


@pytest.fixture
def closed(story):  # noqa: F811
    return story.drive("closed")


def address(case, kind, language="") -> str:
    return f"/desk/cases/{case.number}/sheets/{kind}.pdf" + (f"?in={language}" if language else "")


def shown(html: str) -> list[str]:
    """The pieces of text between the tags of the printed part of a page."""
    inside = html[html.index("<article") : html.index("</article>")]
    inside = re.sub(r"<p class=\"sh-tools\">.*?</p>|<svg.*?</svg>", "", inside, flags=re.S)
    return [squeezed(unescape(part)) for part in re.split(r"<[^>]*>", inside) if part.strip()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_says_what_the_page_says(closed, story, signed_in, language):  # noqa: F811
    desk = signed_in(story.alice)
    for kind in SHEETS:
        html = desk.get(f"/desk/cases/{closed.number}/sheets/{kind}/?in={language}").content.decode()
        answer = desk.get(address(closed, kind, language))
        assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
        told = words(answer.content)
        assert [piece for piece in shown(html) if piece not in told] == [], kind
        with translation.override(language):
            assert squeezed(_("Project")) in told


def test_control_a_word_that_the_page_has_not_is_not_in_the_pdf(closed, story, signed_in):  # noqa: F811
    services.note(story.alice, closed, body="只给我们自己看的话", now=story.now)
    for kind in SHEETS:
        assert "只给我们自己看的话" not in words(signed_in(story.alice).get(address(closed, kind)).content)


def test_what_an_owner_wrote_is_no_markup(story, signed_in):  # noqa: F811
    case = story.drive("assigned")
    services.add_owner_words(story.alice, case, body=HOSTILE, now=story.now)
    services.investigate(
        story.alice, case, substantiated=True, department=story.engineering, findings=HOSTILE, now=story.now
    )
    told = words(signed_in(story.alice).get(address(case, "archive")).content)
    assert told.count(squeezed(HOSTILE)) == 2


def test_who_may_not_see_the_case_gets_no_pdf_of_it(closed, story, dan, signed_in, api):  # noqa: F811
    assert signed_in(dan).get(address(closed, "register")).status_code == 404
    assert signed_in(story.alice).get(address(closed, "other")).status_code == 404
    assert api(dan).get(f"cases/{closed.number}/sheets/register").status_code == 404
    assert signed_in(story.hong).get(address(closed, "register")).status_code == 403


def test_the_api_gives_the_same_sheet(closed, story, api):  # noqa: F811
    answer = api(story.alice).get(f"cases/{closed.number}/sheets/archive?language=fi")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert closed.number in words(answer.content)


def test_a_signature_is_drawn_on_the_agreement(story, signed_in):  # noqa: F811
    proposal = story.drive("proposed").proposals.get()
    services.record_owner_decision(
        story.alice, proposal, agreed=True, signed_name="陈建国", signature=drawing(), now=story.now
    )
    content = signed_in(story.alice).get(address(proposal.case, "agreement")).content
    assert sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(content)).pages) == 1


def test_the_archive_holds_a_course_of_any_length(story, signed_in):  # noqa: F811
    case = story.drive("assigned")
    for place in range(130):
        services.reply(story.alice, case, body=f"第{place}封回复已发出", now=story.now)
    told = words(signed_in(story.alice).get(address(case, "archive")).content)
    assert all(f"第{place}封回复已发出" in told for place in (0, 1, 60, 129))


def test_a_machine_without_chinese_letters_says_what_to_install(closed, story, signed_in, api, monkeypatch):  # noqa: F811
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"Liberation Sans"}))
    answer = signed_in(story.alice).get(address(closed, "register"))
    assert answer.status_code == 503 and "fonts-noto-cjk" in answer.content.decode()
    refusal = api(story.alice).get(f"cases/{closed.number}/sheets/register")
    assert refusal.status_code == 503 and refusal.json()["code"] == "no_font"
