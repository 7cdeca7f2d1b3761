"""A case of nobody yet: similar people by what was left, one tap to tie it, and no more than the reader may see."""

import pytest

from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.intake.suggesting import Why, hints_in, perhaps
from tests.channels.letters import a_mail
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db


@pytest.fixture
def unknown(riverside):
    """`unknown("words")` registers a case of nobody yet."""

    def register(words="漏水") -> Case:
        given = {"project": riverside, "kind": "complaint", "channel": "wecom", "words": words}
        given |= {"language": "zh-hans", "subject": "other", "received_at": NOW}
        return cases.register(machine(), **given, now=NOW)

    return register


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我是陈建国，住在3-2-1201，电话138 1234 5678", [(Why.PHONE, "138 1234 5678"), (Why.HOME, "3-2-1201"), (Why.NAME, "陈建国")]),
        ("Write to mikko.virtanen@example.fi, I am Mikko Virtanen.", [(Why.EMAIL, "mikko.virtanen@example.fi"), (Why.NAME, "Mikko Virtanen")]),
        ("3栋2单元1201室漏水", [(Why.HOME, "3-2-1201")]),
        ("2026-03-02 漏水，已经三天了", []),
        ("", []),
    ],
)  # fmt: skip
def test_numbers_addresses_homes_and_names_are_found_in_words(text, found):
    assert [(hint.why, hint.text) for hint in hints_in(text)] == found


def test_a_hostile_text_is_read_in_no_time():
    import time

    began = time.perf_counter()
    for text in (
        "1" * 50_000,
        "1-" * 25_000,
        "a@" * 20_000,
        "我是" * 20_000,
        "1 " * 25_000,
        "a." * 30_000 + "@",
    ):
        hints_in(text)
    assert time.perf_counter() - began < 1.5


class TestPeople:
    def test_are_found_by_home_and_name_in_the_words(self, unknown, chen, home_1201, alice):
        (one,) = perhaps(alice, unknown("我是陈建国，3-2-1201 又漏了"), now=NOW)
        assert one.owner == chen
        assert set(one.why) == {Why.HOME, Why.NAME}
        assert one.homes == [home_1201]

    def test_are_found_by_what_somebody_said_of_himself(self, unknown, chen, alice):
        case = unknown()
        cases.note(machine(), case, body="Who wrote says of themselves: 小陈 · 13812345678", now=NOW)
        (one,) = perhaps(alice, case, now=NOW)
        assert (one.owner, one.why[0]) == (chen, Why.PHONE)

    def test_of_another_project_are_none(self, unknown, dai, alice):
        assert perhaps(alice, unknown(f"我的电话 {dai.phone}"), now=NOW) == []

    def test_of_a_known_owner_are_none(self, arrives, chen_by_mail, alice):
        assert perhaps(alice, arrives(a_mail("13812345678")).case, now=NOW) == []


class TestOneTap:
    def test_ties_the_case_with_its_home(self, unknown, chen, home_1201, signed_in, alice):
        case = unknown("3-2-1201 又漏了")
        client = signed_in(alice)
        page = client.get(f"/desk/cases/{case.number}/").content.decode()
        held = f"{chen.number} {home_1201.public_number}"
        assert f'value="{held}"' in page
        assert "13812345678" not in page
        answer = client.post(f"/desk/cases/{case.number}/owner/", {"held": held, "version": case.version})
        case.refresh_from_db()
        assert (answer.status_code, case.owner, case.home) == (302, chen, home_1201)
        assert f'value="{held}"' not in client.get(f"/desk/cases/{case.number}/").content.decode()

    def test_is_not_offered_to_who_may_not(self, unknown, chen, home_1201, signed_in, eve):
        case = unknown("3-2-1201 又漏了")
        assert chen.name not in signed_in(eve).get(f"/desk/cases/{case.number}/").content.decode()

    def test_by_the_interface(self, unknown, chen, home_1201, api, alice, dan):
        case = unknown("3-2-1201 又漏了")
        (row,) = api(alice).get(f"cases/{case.number}/perhaps").json()
        assert (row["owner"], row["why"], row["homes"]) == (chen.number, ["home"], [home_1201.public_number])
        assert "phone" not in row
        assert api(dan).get(f"cases/{case.number}/perhaps").status_code == 404
