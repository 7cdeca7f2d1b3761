"""A tree read and said: what is wrong is named at its place, and every language has its own order of words."""

import copy
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from owners.segments import periods, rules, wording
from owners.segments.fields import all_fields
from owners.segments.periods import Span
from owners.segments.terms import DEEPEST, MOST_CONDITIONS, Operator
from tests.owners.test_segments import all_of, condition
from tests.owners.test_segments_oracle import trees

STAGE = condition("stage.is", "any_of", ["settling_in"])
YEAR = {"n": 12, "unit": "months"}
TWICE = condition("service.cases", "at_least", 2, {"kind": ["complaint"], "period": YEAR})


def said(tree, language) -> str:
    with translation.override(language):
        return wording.explain(rules.read(tree))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Stage is settling in, and at least 2 complaints in the last 12 months"),
        ("zh-hans", "业主阶段为磨合期，且近12个月投诉不少于2次"),
        ("zh-hant", "業主階段為磨合期，且近12個月投訴不少於2次"),
        ("fi", "Vaihe on asettumisvaihe ja vähintään 2 valitusta viimeisten 12 kuukauden aikana"),
    ],
)
def test_a_segment_is_said_as_each_language_says_it(language, sentence):
    assert said(all_of(STAGE, TWICE), language) == sentence


@pytest.mark.parametrize(
    ("tree", "chinese", "english"),
    [
        (
            all_of(condition("service.cases", "at_least", 1, {"severity": ["important", "major"]})),
            "工单（严重程度：重要或重大）不少于1件",
            "At least 1 case (severity: important or major)",
        ),
        (all_of(condition("home.count", "at_least", 2)), "现有房屋不少于2套", "At least 2 homes owned today"),
        (all_of(condition("service.cases", "equals", 0)), "没有工单", "No cases"),
        (all_of(condition("profile.birthday", "next_month")), "下个月生日", "Birthday next month"),
        (
            {"join": "none", "parts": [STAGE, condition("service.overdue", "yes")]},
            "不符合（业主阶段为磨合期，或有逾期工单）",
            "Not (stage is settling in, or has a case that is overdue)",
        ),
        (
            all_of(STAGE, {"join": "any", "parts": [TWICE, condition("service.overdue", "no")]}),
            "业主阶段为磨合期，且（近12个月投诉不少于2次，或没有逾期工单）",
            "Stage is settling in, and (at least 2 complaints in the last 12 months, or has no case that is overdue)",
        ),
        (
            all_of(condition("value.to_date", "at_least", {"amount": 128_000_00, "currency": "CNY"})),
            "迄今价值不低于¥128,000",
            "Value to date is at least CN¥128,000",
        ),
        (
            all_of(condition("satisfaction.last_feedback", "longer_ago", {"n": 90, "unit": "days"})),
            "最近一次反馈早于90天前",
            "Last feedback more than 90 days ago",
        ),
    ],
)
def test_every_kind_of_condition_reads_naturally(tree, chinese, english):
    assert (said(tree, "zh-hans"), said(tree, "en")) == (chinese, english)


@settings(max_examples=60, deadline=None)
@given(tree=trees)
def test_any_tree_can_be_said_in_every_language_with_nothing_left_open(tree):
    for language in ("en", "zh-hans", "zh-hant", "fi"):
        sentence = said(tree, language)
        assert sentence and "%(" not in sentence and "|" not in sentence and "  " not in sentence


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "fi"])
def test_every_field_has_a_name_of_its_own_in_every_language(language):
    with translation.override("en"):
        english = {field.key: str(field.label) for field in all_fields()}
    with translation.override(language):
        assert [key for key, label in english.items() if str(dict_label(key)) == label] == []


def dict_label(key):
    return next(field.label for field in all_fields() if field.key == key)


# ——— what is wrong, and where ———


def wrong(tree) -> dict:
    with pytest.raises(rules.Invalid) as invalid:
        rules.read(tree)
    return invalid.value.wrong


def part(**changed):
    return all_of(STAGE, {**STAGE, **changed})


@pytest.mark.parametrize(
    ("tree", "path"),
    [
        (None, ""),
        ([], ""),
        ({"join": "all", "parts": []}, ""),
        ({"join": "all", "parts": "all"}, ""),
        ({"join": "xor", "parts": [STAGE]}, "/join"),
        ({"join": "all", "parts": [STAGE], "where": "1=1"}, ""),
        (all_of(STAGE, 7), "/parts/1"),
        (part(field="owners.phone"), "/parts/1/field"),
        (part(field=["stage.is"]), "/parts/1/field"),
        (part(field="stage.is; DROP TABLE owners_owner"), "/parts/1/field"),
        (part(field="stage.is__in"), "/parts/1/field"),
        (part(**{"is": "contains"}), "/parts/1/is"),
        (part(**{"is": "any_of__isnull"}), "/parts/1/is"),
        (part(value=[]), "/parts/1/value"),
        (part(value="settling_in"), "/parts/1/value"),
        (part(value=["settling_in", "x' OR '1'='1"]), "/parts/1/value/1"),
        (part(value=["settling_in\0"]), "/parts/1/value/0"),
        (part(sql="1=1"), "/parts/1"),
        (part(where={"period": YEAR}), "/parts/1/where"),
        (all_of(condition("profile.completeness", "at_least", "many")), "/parts/0/value"),
        (all_of(condition("profile.completeness", "at_least", True)), "/parts/0/value"),
        (all_of(condition("profile.completeness", "at_least", 101)), "/parts/0/value"),
        (all_of(condition("profile.completeness", "between", [50, 10])), "/parts/0/value"),
        (all_of(condition("profile.completeness", "between", [1, "x"])), "/parts/0/value/1"),
        (all_of(condition("profile.completeness", "at_least", float("nan"))), "/parts/0/value"),
        (all_of(condition("profile.completeness", "at_least", float("inf"))), "/parts/0/value"),
        (all_of(condition("service.cases", "at_least", 1.5)), "/parts/0/value"),
        (all_of(condition("service.cases", "at_least", -1)), "/parts/0/value"),
        (all_of(condition("service.cases", "at_least", 1, {"kind": ["party"]})), "/parts/0/where/kind/0"),
        (all_of(condition("service.cases", "at_least", 1, {"period": {"n": 0, "unit": "days"}})), "/parts/0/where/period/n"),
        (all_of(condition("stage.since", "in_last", {"n": 3, "unit": "eons"})), "/parts/0/value/unit"),
        (all_of(condition("stage.since", "in_last", {"n": 10**9, "unit": "days"})), "/parts/0/value/n"),
        (all_of(condition("stage.since", "before", "2026-02-30")), "/parts/0/value"),
        (all_of(condition("stage.since", "from_to", ["2026-05-01", "2026-01-01"])), "/parts/0/value"),
        (all_of(condition("value.to_date", "at_least", 100)), "/parts/0/value"),
        (all_of(condition("value.to_date", "at_least", {"amount": 1, "currency": "¥"})), "/parts/0/value/currency"),
        (all_of(condition("value.to_date", "at_least", {"amount": "1", "currency": "CNY"})), "/parts/0/value/amount"),
        (all_of(condition("profile.activities", "contains", " ")), "/parts/0/value"),
        (all_of(condition("profile.activities", "contains", "书" * 81)), "/parts/0/value"),
        (all_of(condition("profile.birthday", "in_month", [13])), "/parts/0/value"),
        (all_of(condition("service.overdue", "yes", "maybe")), "/parts/0/value"),
        (all_of(STAGE, {"join": "any", "parts": []}), "/parts/1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_at_its_place(tree, path):
    assert list(wrong(tree)) == [path]


def test_everything_that_is_wrong_is_named_at_once():
    tree = all_of(condition("stage.is", "any_of", []), {"join": "any", "parts": [{"field": "none"}, STAGE]})
    assert set(wrong(tree)) == {"/parts/0/value", "/parts/1/parts/0/field"}


def test_groups_too_deep_and_conditions_too_many_are_refused():
    deep = all_of(STAGE)
    for _ in range(DEEPEST):
        deep = all_of(deep)
    assert list(wrong(deep)) == ["/parts/0" * DEEPEST]
    assert list(wrong(all_of(*[all_of(*[STAGE] * 16)] * 2))) == [""]
    assert rules.read(all_of(*[STAGE] * MOST_CONDITIONS))
    bottomless = all_of(STAGE)
    for _ in range(5_000):
        bottomless = {"join": "all", "parts": [bottomless]}
    assert wrong(bottomless)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(
        ["stage.is", "any_of", "profile.age", "between", "all", "settling_in", "service.cases", "CNY"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["join", "parts", "field", "is", "value", "where", "n", "unit", "kind", "amount", "currency"]),
        inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(tree=anything)
def test_nothing_that_is_sent_is_an_error_of_ours(tree):
    try:
        rules.read(tree)
    except rules.Invalid as invalid:
        assert invalid.wrong


@settings(max_examples=40, deadline=None)
@given(tree=trees)
def test_reading_a_tree_leaves_it_as_it_was(tree):
    before = copy.deepcopy(tree)
    rules.read(tree)
    assert tree == before


def test_every_field_can_be_asked_with_every_operator_it_offers():
    for field in all_fields():
        assert field.operators, field.key
        assert all(isinstance(operator, Operator) for operator in field.operators)
        assert field.noun or field.kind != "count", field.key
        assert (field.yes and field.no) or field.kind != "yes_no", field.key


# ——— days counted from today ———


@pytest.mark.parametrize(
    ("today", "span", "day"),
    [
        (date(2026, 3, 31), Span(1, "months"), date(2026, 2, 28)),
        (date(2024, 3, 31), Span(1, "months"), date(2024, 2, 29)),
        (date(2024, 2, 29), Span(1, "years"), date(2023, 2, 28)),
        (date(2026, 11, 22), Span(12, "months"), date(2025, 11, 22)),
        (date(2026, 11, 22), Span(2, "weeks"), date(2026, 11, 8)),
        (date(2026, 11, 22), Span(1000, "years"), date(1026, 11, 22)),
        (date(900, 1, 1), Span(1000, "years"), periods.EARLIEST),
    ],
)
def test_a_span_before_today(today, span, day):
    assert periods.ago(today, span) == day


def test_the_months_from_today_to_a_day():
    assert periods.stretches(date(2026, 12, 30), date(2027, 2, 2)) == [
        (2026, 12, 30, 31),
        (2027, 1, 1, 31),
        (2027, 2, 1, 2),
    ]
