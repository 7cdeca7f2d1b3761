"""Answers become one score and one attitude."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satisfaction.feedback import rules
from satisfaction.feedback.rules import Given, read
from satisfaction.feedback.states import Attitude

OVERALL = {"kind": "five_point", "dimension": "overall"}


@pytest.mark.parametrize("attitude", list(Attitude))
def test_each_of_the_five_points_reads_back_into_itself(attitude):
    assert rules.attitude_of(rules.score_of(attitude)) == attitude


def test_a_score_between_two_points_goes_to_the_less_content_one():
    assert rules.attitude_of(38) == Attitude.NEUTRAL
    assert rules.attitude_of(37) == Attitude.DISSATISFIED


def test_the_overall_answer_decides_whatever_the_others_say():
    answers = [
        Given(kind="five_point", dimension="speed", option_id="very_satisfied"),
        Given(**OVERALL, option_id="dissatisfied"),
    ]
    assert read(answers).score == 25


def test_without_an_overall_answer_the_mean_of_what_was_measured_counts():
    answers = [
        Given(kind="five_point", dimension="speed", option_id="very_satisfied"),
        Given(kind="five_point", dimension="result", option_id="neutral"),
    ]
    assert read(answers).score == 75


def test_ten_of_ten_is_a_hundred_and_the_greatest_effort_is_nothing():
    assert rules.points_of(Given(kind="nps", dimension="nps", number=10)) == 100
    assert rules.points_of(Given(kind="effort", dimension="effort", number=7)) == 0


def test_words_alone_are_not_scored():
    reading = read([Given(kind="text", dimension="words", text="走廊的灯坏了")])
    assert (reading.score, reading.attitude, reading.opinion) == (None, "", "criticism")


def test_the_owner_himself_says_what_kind_of_words_they_are():
    answers = [
        Given(**OVERALL, option_id="satisfied"),
        Given(kind="choice", dimension="opinion", option_id="suggestion"),
    ]
    assert read(answers, words="more bicycle stands").opinion == "suggestion"


@given(st.integers(0, 100))
def test_every_score_has_an_attitude_within_twelve_points(score):
    assert abs(rules.score_of(rules.attitude_of(score)) - score) <= 12.5
