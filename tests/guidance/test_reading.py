"""What the reader finds in a text, and what it leaves alone."""

import time

import pytest

from service_desk.guidance.patterns import Unsafe, compiled, read_line
from service_desk.guidance.reading import Authority, Rule, find, folded
from tests.guidance.measuring import shipped

LIMIT = Authority(50_000, "CNY")


def kinds(text, language="zh-hans", authority=LIMIT):
    found = find(text, shipped(), language=language, authority=authority)
    return [finding.rule.finding for finding in found]


def rule(patterns, language="en", **given):
    plain = {"code": "r", "finding": "insult", "level": "serious", "form": "words"}
    return Rule(patterns=patterns, language=language, **{**plain, **given})


def marked(text, *rules, language="en", authority=LIMIT):
    return [text[one.start : one.end] for one in find(text, rules, language=language, authority=authority)]


def test_both_chinese_scripts_are_one():
    assert kinds("這都要怪您自己") == kinds("这都要怪您自己") == ["blame"]


def test_full_width_letters_and_the_plain_you_are_the_same():
    assert folded("您ＡＢ") == "你ab"


def test_the_place_of_a_finding_is_its_place_in_the_text():
    text = "您好😀，謝謝。您到底想怎樣？"
    (finding,) = find(text, shipped(), language="zh-hant", authority=LIMIT)
    assert text[finding.start : finding.end] == "您到底"
    assert text[slice(*finding.sentence)] == "您到底想怎樣？"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("这不是您的责任。", "zh-hans"),
        ("這並非您的問題。", "zh-hant"),
        ("This is not your fault.", "en"),
        ("We don't think this is your fault.", "en"),
        ("Tämä ei ole teidän vikanne.", "fi"),
    ],
)
def test_what_is_denied_is_not_said(text, language):
    assert kinds(text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("您写的“这都怪你们”，我们很重视，今天给您回电。", "zh-hans"),
        ("您提到「這不關我們的事」，主任今天會致電。", "zh-hant"),
        ('You wrote "this is your fault". We will call you today.', "en"),
        ("Kirjoititte: ”tämä on teidän vikanne”. Soitamme tänään.", "fi"),
        ("> That is not our problem.\nMr Hong will call you tomorrow.", "en"),
    ],
)
def test_what_is_quoted_is_somebody_elses(text, language):
    assert kinds(text, language) == []


def test_outside_the_quotation_it_counts_again():
    assert kinds('You wrote "help me". That is not our problem.', "en") == ["refusal"]


def test_an_apology_is_fine_with_a_next_step_anywhere_in_the_reply():
    assert kinds("非常抱歉给您带来不便。") == ["empty_apology"]
    assert kinds("非常抱歉给您带来不便。洪工明天上午到您家。") == []


@pytest.mark.parametrize(
    ("text", "currency", "limit", "language"),
    [
        ("我们赔偿您501元。", "CNY", 50_000, "zh-hans"),
        ("我們補償您NT$2,001。", "TWD", 200_000, "zh-hant"),
        ("赔偿您三万元，可以吗？", "CNY", 50_000, "zh-hans"),
        ("We will pay you €71.", "EUR", 7_000, "en"),
        ("We will pay you 1,200 euros.", "EUR", 7_000, "en"),
        ("Maksamme teille 1 200 €.", "EUR", 7_000, "fi"),
        ("We will pay you 20 USD.", "EUR", 7_000, "en"),
    ],
)
def test_a_sum_above_the_limit_is_a_promise_past_ones_authority(text, currency, limit, language):
    assert "promise" in kinds(text, language, Authority(limit, currency))


@pytest.mark.parametrize(
    ("text", "currency", "limit", "language"),
    [
        ("我们赔偿您500元。", "CNY", 50_000, "zh-hans"),
        ("我們補償您NT$2,000。", "TWD", 200_000, "zh-hant"),
        ("We will pay you €70.", "EUR", 7_000, "en"),
        ("Maksamme teille 70 euroa.", "EUR", 7_000, "fi"),
        ("已收到您支付的38万元。", "CNY", 50_000, "zh-hans"),
    ],
)
def test_a_sum_within_it_is_none(text, currency, limit, language):
    assert kinds(text, language, Authority(limit, currency)) == []


def test_the_limit_of_another_currency_covers_nothing():
    assert "promise" in kinds("我们赔偿您10欧元。", authority=Authority(10**9, "CNY"))


def test_without_a_limit_no_sum_is_weighed():
    assert kinds("我们赔偿您50000元。", authority=None) == []


def test_words_stand_alone_and_a_star_takes_any_ending():
    assert marked("A limit is not a lie.", rule("lie")) == ["lie"]
    assert marked("We believe you.", rule("lie")) == []
    assert marked("He apologised.", rule("apolog*")) == ["apologised"]
    assert marked("Valehtelette!", rule("valehtel*", "fi"), language="fi") == ["Valehtelette"]


def test_a_gap_ends_with_its_sentence():
    one = rule("why…wait")
    assert marked("Why did you wait?", one) == ["Why did you wait"]
    assert marked("Why? Please wait.", one) == []


def test_an_excuse_counts_in_its_own_sentence_only():
    one = rule("never", unless="spokesperson")
    assert marked("Never, says the spokesperson.", one) == []
    assert marked("Never. So says the spokesperson.", one) == ["Never"]


@pytest.mark.parametrize(
    "line",
    [
        r"(a+)+$",
        r"(a|a)*b",
        r"a*",
        r"(?:a{0,20}){0,20}",
        r"(x)\1",
        r"a{0,5000}",
        "(",
        r"(?P<n>a)(?P=n)",
        r"\w{0,199}\w{0,199}x",
        r"a{0,69}a{0,69}(?:a{0,200}+)b",
    ],
)
def test_a_pattern_that_could_run_away_is_not_taken(line):
    with pytest.raises(Unsafe):
        compiled(line, "en", "regex")


@pytest.mark.parametrize("line", [r"\bcase \d{1,6}\b", r"(?:one|two) \w{1,20}", r"colou?r"])
def test_a_bounded_one_is(line):
    assert compiled(line, "en", "regex")


@pytest.mark.parametrize("line", ["a…b…c…d", "*", "(a|)", "x" * 1001])
def test_a_line_of_words_has_its_limits_too(line):
    with pytest.raises(Unsafe):
        compiled(line, "en", "words")


@pytest.mark.parametrize(
    "text",
    [
        "您" * 8000,
        "you " * 2000,
        "why did " * 1000,
        "1" * 8000,
        "明天" * 4000,
        "(" * 8000,
        "naapuri 0" * 880,
        "“" * 8000,
    ],
)
def test_no_text_keeps_the_reader_long(text):
    for language in ("zh-hans", "en", "fi"):
        begun = time.perf_counter()
        find(text, shipped(), language=language, authority=LIMIT)
        assert time.perf_counter() - begun < 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The drain was full of wipes, all yours.", ["wipes"]),
        ("All yours. The drain was full of wipes.", []),
        ("The drain was full of wipes, yours as well as ours.", []),
        ("The drain was full of wipes.", []),
    ],
)
def test_weak_signs_count_only_together_in_one_sentence_and_without_what_excuses_them(text, found):
    assert marked(text, rule("wipes & yours &! ours")) == found


def test_what_answers_a_finding_may_be_joined_as_well():
    plain = rule("sorry", absent="tomorrow & come")
    assert marked("Sorry. We come tomorrow.", plain) == []
    assert marked("Sorry about tomorrow. Come in.", plain) == ["Sorry"]


@pytest.mark.parametrize("line", ["a & ", "& a", "a &! ", "a & b & c & d & e & f", "a & b…c…d…e"])
def test_parts_that_say_nothing_or_too_many_are_refused(line):
    with pytest.raises(Unsafe):
        read_line(line, "en", "words")


def test_single_quotation_marks_are_quotation_marks_and_apostrophes_are_none():
    assert kinds("You said 'that's not our problem, isn't it'. We call you today.", "en") == []
    assert kinds("That's not our problem, it's the builders' problem.", "en") == ["refusal"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("您是不是更年期到了？", "zh-hans"), ("您說的都對，您是上帝。", "zh-hant"), ("Use your head.", "en")],
)
def test_what_only_sounds_polite_is_found(text, language):
    assert "insult" in kinds(text, language)


def test_ten_thousands_without_a_unit_are_money_and_those_of_something_else_are_none():
    assert kinds("这两天给您转八万八，您收一下。") == ["promise"]
    assert kinds("小区有1.5万平方米绿地，给您的图上有标注。") == []


def test_one_finding_of_a_kind_in_a_sentence_and_the_graver_one():
    hint, serious = rule("calm", level="hint"), rule("calm down", level="refused")
    (found,) = find("Calm down.", [hint, serious], language="en")
    assert found.rule.level == "refused"
