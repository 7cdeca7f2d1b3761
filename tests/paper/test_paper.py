"""Printed pages as PDFs: the words come back out of them, and nothing that somebody wrote is markup."""

import io
from datetime import UTC, datetime
from html import escape

import pypdf
import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from crm.checks import chinese_can_be_printed
from crm.paper import NoFont, Sheet, fonts, pdf
from crm.paper.reading import Reader
from crm.paper.setting import pages
from tests.paper.reader import squeezed, words

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOSTILE = (
    '#eval("1+1")', "#panic()", '#read("/etc/passwd")', "= heading", "*bold* _it_ $x^2$", "<script>alert(1)</script>",
    "\\u{41} \\", "@ref <label>", "// gone", "/* gone */", "`raw`", '#import "@preview/x:1.0.0"', "- list", "{{ x }}",
    '"', "#{sys.inputs}", "&lt;b&gt;", "~ -- --- ...", '","blocks":[]}', "http://example.org/a_b",
)  # fmt: skip


def made(html: str, language="zh-hans", **more) -> bytes:
    return pdf(Sheet(title="t", html=html, language=language, **more), now=NOW)


def blocks(html: str) -> list[dict]:
    return Reader(lambda _address: None).blocks(html)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_somebody_wrote_stays_text(text):
    html = (
        f"<h1>{escape(text)}</h1><dl><dt>{escape(text)}</dt><dd>{escape(text)}</dd></dl><p>{escape(text)}</p>"
    )
    assert words(made(html, foot=text)).count(squeezed(text)) >= 4


SIGNS = st.text(st.sampled_from("#$*_`\\<>@[]{}()=-+/~\"'&;:,.!?%|^ \nab漏水防"), max_size=60)


@settings(max_examples=60, deadline=None)
@given(SIGNS)
def test_whatever_somebody_wrote_stays_text(text):
    assert words(made(f"<p>{escape(text)}</p>")) == squeezed(text) + "1/1"


def test_control_markup_of_our_own_is_set_as_such():
    """That the words survive above is not because everything is shown as it came."""
    found = pypdf.PdfReader(io.BytesIO(made("<h1>客诉登记表</h1><p><strong>a</strong></p>")))
    assert squeezed(found.pages[0].extract_text()) == "客诉登记表a1/1"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-hans", "您反映的卫生间渗漏问题，我们已记录。"),
        ("zh-hant", "您反映的衛生間滲漏問題，我們已記錄。"),
        ("en", "The leak in your bathroom, 3-2-1201"),
        ("fi", "Kylpyhuoneen vuoto, äänieristys, pöytäkirja"),
    ],
)
def test_four_languages_come_back_out(language, text):
    content = made(f"<p>{text}</p>", language=language)
    assert squeezed(text) in words(content)
    assert pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"].startswith(language[:2])


def test_chinese_letters_have_shapes_and_are_no_empty_boxes():
    """Two different letters are drawn differently; boxes for missing ones would be the same."""
    drawn = [
        Image.open(io.BytesIO(pages(Sheet("t", f"<h1>{letter * 8}</h1>", "zh-hans"), now=NOW)[0])).tobytes()
        for letter in "漏水"
    ]
    assert drawn[0] != drawn[1]


@pytest.fixture
def without_chinese(monkeypatch):
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"Liberation Sans", "DejaVu Sans"}))


def test_without_a_font_chinese_is_refused_and_the_refusal_says_what_to_install(without_chinese):
    with pytest.raises(NoFont) as refusal:
        made("<p>漏水</p>")
    assert refusal.value.status == 503
    assert "fonts-noto-cjk" in str(refusal.value) and "DOORSTEP_FONTS" in str(refusal.value)
    assert squeezed("The leak ä") in words(made("<p>The leak ä</p>", language="fi"))
    assert [found.id for found in chinese_can_be_printed(None)] == ["doorstep.W003"]


def test_with_a_font_the_check_is_silent():
    assert chinese_can_be_printed(None) == []


@override_settings(FONT_FOLDERS=["nowhere-at-all"])
def test_a_folder_that_is_not_there_hinders_nobody():
    fonts.installed.cache_clear()
    try:
        assert fonts.installed().families()
    finally:
        fonts.installed.cache_clear()


def test_what_is_for_the_screen_is_left_out():
    html = """<p data-paper="skip"><a>Back</a></p><form><input value="x"><button>Send</button></form>
        <script>run()</script><p hidden>secret</p><p>kept<svg><title>drawing</title></svg></p>
        <span class="visually-hidden">heard</span>"""
    assert words(made(html)) == "kept1/1"


def test_line_breaks_stand_where_somebody_typed_them():
    runs = blocks("<dl><dt>a</dt><dd>one\ntwo\n\n\n\nthree</dd></dl>")[0]["rows"][0]["blocks"][0]["runs"]
    assert "".join(run["text"] for run in runs) == "one\ntwo\n\nthree"
    assert blocks("<p>one\n   two</p>")[0]["runs"] == [{"text": "one two"}]


def test_signs_that_turn_or_steer_are_dropped():
    assert blocks("<p>a\u202eb\u0007c\u2066d</p>")[0]["runs"] == [{"text": "abcd"}]


def test_an_endless_word_stays_on_the_sheet():
    content = made(f"<table><tr><th>SHA</th><td>{'0123456789abcdef' * 20}</td></tr></table>")
    right = 0
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0]

    def seen(text, _cm, tm, _font, _size):
        nonlocal right
        right = max(right, tm[4])

    page.extract_text(visitor_text=seen)
    assert right < float(page.mediabox.width)
    assert "0123456789abcdef" * 20 in words(content)


def test_pictures_are_set_and_what_is_none_is_told_in_words():
    shown = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(shown, "JPEG")
    kept = {"a": shown.getvalue(), "b": b"<svg/>"}
    html = '<img src="a" alt="one"><img src="b" alt="two"><img src="c" alt="three">'
    content = made(html, pictures=kept.get)
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages[0].images) == 1
    assert words(content) == "twothree1/1"


def test_a_table_with_rows_of_different_length_is_set():
    content = made("<table><tr><th>a</th><th>b</th><th>c</th></tr><tr><td>1</td></tr></table>")
    assert words(content) == "abc11/1"


@given(st.text(st.sampled_from("<>/pdltrhbox \"'=&;!-?a"), max_size=80))
def test_no_html_at_all_breaks_the_reader(text):
    assert isinstance(blocks(text), list)
