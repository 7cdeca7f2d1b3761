"""Keyset paging walks every row once, whatever arrives in between."""

import pytest

from crm.web.paging import capped_count, keyset_page, read_mark
from service_desk.cases.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(story):
    return [story.register(received_at=story.later(hours=-number)) for number in range(7)]


def walk(rows, by, size):
    seen, mark = [], None
    while True:
        page = keyset_page(rows, by=by, mark=mark, size=size)
        seen += [row.pk for row in page]
        mark = page.next_mark
        if mark is None:
            return seen


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("by", [("-received_at", "-id"), ("received_at", "id"), ("summary", "id")])
def test_every_row_comes_once(cases, size, by):
    assert sorted(walk(Case.objects.all(), by, size)) == sorted(case.pk for case in cases)


def test_rows_without_a_value_come_last_and_once(cases):
    Case.objects.filter(pk__in=[case.pk for case in cases[:3]]).update(due_at=None)
    seen = walk(Case.objects.all(), ("due_at", "id"), 2)
    assert sorted(seen) == sorted(case.pk for case in cases)
    assert set(seen[-3:]) == {case.pk for case in cases[:3]}


def test_a_row_that_arrives_meanwhile_moves_nothing(cases, story):
    first = keyset_page(Case.objects.all(), by=("-received_at", "-id"), size=3)
    story.register(received_at=story.now)
    second = keyset_page(Case.objects.all(), by=("-received_at", "-id"), mark=first.next_mark, size=3)
    assert not {row.pk for row in first} & {row.pk for row in second}


def test_plain_rows_page_like_models(cases):
    rows = Case.objects.values("id", "received_at")
    page = keyset_page(rows, by=("-received_at", "-id"), size=3)
    rest = keyset_page(rows, by=("-received_at", "-id"), mark=page.next_mark, size=50)
    assert len(page) + len(rest) == len(cases)


@pytest.mark.parametrize("mark", ["", "nonsense", "!!!", "W10", "a" * 500, None])
def test_a_mark_that_cannot_be_read_begins_at_the_start(mark):
    assert read_mark(mark, 2) is None


def test_a_count_stops_at_its_cap(cases):
    assert capped_count(Case.objects.all(), cap=3) == 4
    assert capped_count(Case.objects.all(), cap=30) == 7
