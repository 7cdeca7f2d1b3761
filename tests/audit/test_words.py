"""Every deed that the code writes into the audit has words, and the page tells them."""

import ast

import pytest

from crm.accounts.models import User
from crm.audit import wording
from crm.audit.services import record
from crm.privacy import visibility
from crm.privacy import wording as columns
from tests.architecture.sources import FLOORS, ROOT
from tests.people import NOW

pytestmark = pytest.mark.django_db
RECORDING = {"record", "entry"}


def written_out() -> set[str]:
    """The deeds that stand as they are in a call of `record` or `entry`."""
    found = set()
    for app in FLOORS:
        for path in (ROOT / app).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text())):
                found |= _deed(call) if isinstance(call, ast.Call) else set()
    return found


def _deed(call: ast.Call) -> set[str]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    said = call.args[1] if name in RECORDING and len(call.args) > 1 else None
    plain = isinstance(said, ast.Constant) and isinstance(said.value, str) and "." in said.value
    return {said.value} if plain else set()


def test_every_deed_of_the_code_has_words():
    deeds = written_out()
    assert len(deeds) > 100
    assert not sorted(deed for deed in deeds if wording.verb(deed) == deed)


def test_every_column_of_the_table_of_who_sees_what_has_words():
    assert not [column.key for column in visibility.columns() if columns.name(column) == column.key]


def test_the_page_tells_the_deed_the_thing_and_whose_account_it_was(signed_in, ada, alice, riverside):
    record(ada, "users.edit", alice, now=NOW, after={"language": "fi"})
    record(ada, "organisation.rename", riverside, now=NOW)
    record(ada, "tests.something", riverside, now=NOW)
    page = signed_in(ada).get("/settings/audit/").content.decode()
    assert (
        "changed a user&#x27;s name or language" in page and User.objects.get(pk=alice.pk).shown_name in page
    )
    assert "Project RIVERSIDE" in page
    assert "tests.something" in page  # what nobody named is not hidden
    assert "accounts.user" not in page


def test_a_deed_is_searched_by_its_words_and_a_person_by_the_name_on_pages(signed_in, ada, alice, riverside):
    record(ada, "users.edit", alice, now=NOW, because="because-ada")
    record(alice, "organisation.rename", riverside, now=NOW, because="because-alice")
    client = signed_in(ada)
    for asked in (
        {"verb": "changed a user's name or language"},
        {"verb": "users.edit"},
        {"actor": ada.display_name},
    ):
        page = client.get("/settings/audit/", asked).content.decode()
        assert "because-ada" in page and "because-alice" not in page


def test_as_many_statements_for_many_accounts_as_for_one(
    signed_in, ada, alice, bob, django_assert_max_num_queries
):
    client = signed_in(ada)
    for user in (alice, bob, ada):
        record(ada, "users.edit", user, now=NOW)
    client.get("/settings/audit/")
    with django_assert_max_num_queries(12):
        client.get("/settings/audit/")
