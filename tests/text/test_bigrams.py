"""The normal form, and that a part of a text is a part of its normal form."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.text import normalise, search_document, tokens
from crm.text.scripts import folding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("衛生間漏水", "卫生间漏水"),
        ("裡面", "里面"),
        ("裏面", "里面"),
        ("著急", "着急"),
        ("瞭解", "了解"),
        ("後門", "后门"),
        ("乾淨", "干净"),
        ("餘額", "余额"),
        ("臺灣", "台湾"),
        ("頭髮", "头发"),
        ("ＡＢＣ１２３", "abc123"),
        ("㎡", "m2"),
        ("Hissi ÄÄNI", "hissi ääni"),
        ("a　b\n\tc", "a b c"),
        ("Straße", "STRASSE"),
        ("zero\u200bwidth", "zero width"),
    ],
)
def test_one_spelling(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [("漏水", "漏电"), ("saa", "sää"), ("水漏", "漏水")])
def test_what_differs_stays_different(one, other):
    assert normalise(one) != normalise(other)


PLAIN = st.characters(exclude_categories=("Cs", "Cc", "Mn", "Mc", "Me"), exclude_characters="\u200b")
CHINESE = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@settings(max_examples=400, deadline=None)
@given(
    st.text(alphabet=CHINESE | st.sampled_from("ab XY12 äöÄ-%_\\'　①㎡"), min_size=2, max_size=40), st.data()
)
def test_the_normal_form_of_a_part_is_a_part_of_the_normal_form(text, data):
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    assert normalise(text[start:end]) in normalise(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=PLAIN, max_size=60))
def test_the_normal_form_is_its_own_normal_form(text):
    assert normalise(normalise(text)) == normalise(text)


def test_converting_whole_phrases_would_break_it():
    """The negative control: why opencc is asked character by character."""
    import opencc

    converter = opencc.OpenCC("t2s")
    whole, part = "乾隆年間", "乾隆年間"[:1]
    assert converter.convert(part) not in converter.convert(whole)


def test_tokens_are_pairs_and_line_ends():
    assert tokens("漏水 了") == sorted(["漏水", "水", "了"])
    assert tokens("") == []
    assert tokens("a") == ["a"]


def test_a_document_of_several_texts_never_joins_their_edges_into_a_word():
    assert "水厨" not in tokens(search_document("漏水", "厨房"))
    assert search_document("", "a", "b") == "a b"


def test_threads_share_one_table():
    folding.cache_clear()
    found = []
    threads = [threading.Thread(target=lambda: found.append(normalise("衛生間"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["卫生间"] * 8
