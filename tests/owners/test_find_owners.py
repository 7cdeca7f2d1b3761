import pytest

from owners.people.selectors import find_owners, owner_by_phone

from .staging import add_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "陈建国",
        "陳建國",
        "建国",
        "chenjianguo",
        "Chen Jian",
        "13812345678",
        "+86 138-1234-5678",
        "5678",
        "3-2-1201",
        "1201",
        "江畔花园 3-2-1201",
        "江畔花園",
    ],
)
def test_an_owner_is_found_by(alice, chen, query):
    assert list(find_owners(alice, query)) == [chen]


def test_an_owner_is_found_by_number_email_and_identity(alice, riverside, now):
    owner = add_owner(alice, riverside, now, email="li@example.com", identity="11010519491231002X")
    for query in (owner.number, owner.number.lower(), "LI@example.com", "11010519491231002x"):
        assert list(find_owners(alice, query)) == [owner]


@pytest.mark.parametrize(
    "query", ["陈建军", "13812345679", "567", "3-2-1202", "nobody@example.com", "O-2026-999999"]
)
def test_what_fits_nobody_finds_nobody(alice, chen, query):
    assert not find_owners(alice, query).exists()


def test_the_last_three_digits_do_not_give_a_phone_away(alice, chen):
    assert not find_owners(alice, "678").exists()


def test_an_empty_query_finds_everybody_in_scope(alice, dan, chen, dai):
    assert list(find_owners(alice, "  ")) == [chen]
    assert list(find_owners(dan, "")) == [dai]


@pytest.mark.parametrize("query", ["陈建国", "13812345678", "5678", "3-2-1201"])
def test_dan_of_another_city_never_finds_chen(dan, chen, query):
    assert not find_owners(dan, query).exists()


def test_the_calling_number_names_the_owner_to_those_who_may_see_him(alice, dan, chen):
    assert owner_by_phone(alice, "0086 138 1234 5678") == chen
    assert owner_by_phone(dan, "13812345678") is None
    assert owner_by_phone(alice, "138") is None


@pytest.mark.parametrize("query", ["%", "_", "'", '"', "\\", "陈%", "🏠", "x" * 500, "1" * 400])
def test_no_sign_in_a_query_is_more_than_a_sign(alice, chen, query):
    assert not find_owners(alice, query).exists()


def test_a_whole_number_confirms_nothing_to_whom_telephones_are_hidden(eve, alice, chen):
    assert owner_by_phone(eve, "13812345678") is None
    assert owner_by_phone(alice, "13812345678") == chen
