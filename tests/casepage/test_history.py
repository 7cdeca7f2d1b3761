"""The history of a case reads as sentences in four languages, and a long one costs no more statements than a short one."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from crm.web import icons
from service_desk.attachments import services as files
from service_desk.cases import selectors
from service_desk.cases.models import CaseHistory, CaseMessage
from service_desk.cases.terms import Verb
from service_desk.cases.views.case import HISTORY_ICONS
from tests.casepage import pictures

LANGUAGES = ("zh-hans", "zh-hant", "fi", "en")


def test_whatever_may_happen_has_its_own_drawing():
    assert set(Verb.values) - set(HISTORY_ICONS) == set()
    assert {name for name in HISTORY_ICONS.values() if name not in icons.SHAPES} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_story_is_told_without_a_word_of_ours(story, language):
    case = story.drive("closed")
    files.add(story.alice, case, stage="result", name="a.jpg", content=pictures.photo(), now=story.now)
    with translation.override(language):
        told = [line.text for line in selectors.past(case).lines]
        moves = [line.moved_to for line in selectors.past(case).lines if line.moved_to]
    assert len(told) >= 10
    assert not [text for text in told if re.search(r"[a-z]_[a-z]|\bNone\b|\{|%\(", text)]
    if language.startswith("zh"):
        names = {str(story.alice), str(story.bob), str(story.hong), str(story.cai)}
        plain = [text for text in [*told, *moves] for text in [_without(text, names)]]
        assert not [text for text in plain if re.search(r"[a-z]{4,}", text)]


def _without(text: str, names: set[str]) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


def test_a_warning_says_what_it_means(story):
    case = story.register()
    CaseHistory.objects.create(
        case=case, at=story.now, verb="clock_warned", detail={"kind": "answer", "level": 100}
    )
    with translation.override("en"):
        (line, *_rest) = selectors.past(case).lines
    assert "the time is over" in line.text


def lengthened(story, rows: int):
    case = story.drive("assigned")
    CaseHistory.objects.bulk_create(
        CaseHistory(
            case=case, at=story.now + timedelta(minutes=n), actor=story.alice, verb="noted", detail={}
        )
        for n in range(rows)
    )
    CaseMessage.objects.bulk_create(
        CaseMessage(
            case=case, direction=("in", "out", "note")[n % 3], author=story.alice, body="x", at=story.now
        )
        for n in range(rows)
    )
    return case


def statements(client, case) -> int:
    address = f"/desk/cases/{case.number}/"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_two_thousand_lines_take_as_many_statements_as_twenty(story, signed_in):
    client = signed_in(story.alice)
    assert statements(client, lengthened(story, 20)) == statements(client, lengthened(story, 2_000))
