"""Pages that begin after a row."""

import json

import pytest
from django.test import RequestFactory

from crm.api.paging import CursorPage
from crm.errors import Refused
from crm.organisation.models import Department
from tests.people import machine

pytestmark = pytest.mark.django_db


def ask(**parameters):
    return RequestFactory().get("/", parameters)


@pytest.fixture
def departments(db):
    """Nine, three of each kind."""
    kinds = ["desk", "legal", "sales"]
    return Department.objects.bulk_create(
        Department(code=f"D{n}", name=f"{n}", kind=kinds[n % 3]) for n in range(9)
    )


def walk(order, size=2):
    found, cursor = [], None
    while True:
        parameters = {"size": size} | ({"cursor": cursor} if cursor else {})
        page = CursorPage(Department.objects.all(), ask(**parameters), order=order)
        found.append([row.code for row in page.rows])
        cursor = page.next
        if cursor is None:
            return found, page


@pytest.mark.parametrize("order", [("kind", "-id"), ("-kind", "id"), ("-id",), ("kind", "name", "id")])
@pytest.mark.parametrize("size", [1, 2, 3, 4, 9, 10])
def test_walking_all_pages_gives_every_row_once_and_in_order(departments, order, size):
    pages, _last = walk(order, size)
    expected = list(Department.objects.order_by(*order).values_list("code", flat=True))
    assert [code for page in pages for code in page] == expected


def test_back_again(departments):
    pages, last = walk(("kind", "-id"), 2)
    back = CursorPage(Department.objects.all(), ask(size=2, cursor=last.previous), order=("kind", "-id"))
    assert [row.code for row in back.rows] == pages[-2]
    assert back.next is not None
    first = CursorPage(Department.objects.all(), ask(size=2), order=("kind", "-id"))
    assert first.previous is None


def test_rows_that_arrive_at_the_top_do_not_shift_the_next_page(departments):
    first = CursorPage(Department.objects.all(), ask(size=3), order=("-id",))
    Department.objects.create(code="NEW", name="n", kind="desk")
    second = CursorPage(Department.objects.all(), ask(size=3, cursor=first.next), order=("-id",))
    assert [row.code for row in second.rows] == ["D5", "D4", "D3"]


def test_a_cursor_that_was_touched_is_refused(departments):
    cursor = CursorPage(Department.objects.all(), ask(size=3), order=("-id",)).next
    for wrong in (cursor[:-2] + "AA", "x", "é", cursor + "=="):
        try:
            page = CursorPage(Department.objects.all(), ask(cursor=wrong), order=("-id",))
        except Refused as refused:
            assert "cursor" in refused.fields
        else:
            assert wrong == cursor + "==" and page.rows


def test_a_cursor_of_another_order_is_refused(departments):
    cursor = CursorPage(Department.objects.all(), ask(size=3), order=("-id",)).next
    with pytest.raises(Refused):
        CursorPage(Department.objects.all(), ask(cursor=cursor), order=("id",))


@pytest.mark.parametrize("size", ["0", "-1", "many", "201", "1.5"])
def test_sizes_that_are_none(departments, size):
    with pytest.raises(Refused):
        CursorPage(Department.objects.all(), ask(size=size))


def test_plain_rows_page_as_well(departments):
    page = CursorPage(Department.objects.values("id", "code"), ask(size=2), order=("-id",))
    assert page.rows[0]["code"] == "D8"
    assert page.next


def test_the_api_gives_the_envelope(api, alice):
    body = json.loads(api(alice).get("projects").content)
    assert set(body) == {"results", "next", "previous"}
    assert body["results"][0]["label"] == "江畔花园"
    assert machine().unrestricted
