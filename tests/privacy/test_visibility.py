"""The table of roles and columns: it is complete, it is asked everywhere, and each role gets just what it says."""

import pytest

from crm.accounts.models import Role
from crm.privacy import visibility
from crm.privacy.classification import our_models, personal_fields
from crm.privacy.visibility import CLEAR, HIDDEN, MASKED
from owners.people.masked import FIELDS, HINTS, PROFILE, REACHING, key
from owners.people.models import Owner
from tests.people import NOW
from tests.privacy import canaries

pytestmark = pytest.mark.django_db
CAST = {
    "alice": Role.AGENT,
    "bob": Role.SUPERVISOR,
    "hong": Role.HANDLER,
    "cai": Role.CALLBACK,
    "mei": Role.MARKETING,
    "eve": Role.EXECUTIVE,
    "sam": Role.SPOKESPERSON,
    "pia": Role.PRIVACY,
    "ada": Role.ADMINISTRATOR,
}
MARKS = {
    "phone": "13812345678",
    "email": "qzcanary@example.cn",
    "postal_address": "qzcanary路18号",
    "identity": "110101199003070038",
    "occupation": "qzcanaryoccupation",
    "activities": "qzcanaryactivities",
    "birth_date": "1990-03-07",
}


@pytest.fixture
def marked(alice, chen):
    from owners.people import services as people

    changes = {name: value for name, value in MARKS.items() if name != "birth_date"} | {
        "identity_kind": "cn",
        "sensitive_trade": "journalist",
        "manner": "exacting",
        "income_band": "over_1m",
        "birth_date": __import__("datetime").date(1990, 3, 7),
    }
    return people.edit_owner(alice, chen, version=chen.version, changes=changes, now=NOW)


def test_every_personal_column_of_the_house_has_a_row():
    """A new column is shown to nobody until somebody has said to whom."""
    columns = {
        f"{model._meta.label_lower}.{name}"
        for model in our_models()
        for name, word in personal_fields(model).items()
        if word not in ("reference", "index", "staff")
    }
    assert sorted(column for column in columns if not visibility.is_declared(column)) == []


def test_every_column_of_the_owners_is_called_by_words():
    assert not [
        column.key for column in visibility.columns() if column.key.startswith("owners.") and not column.name
    ]


def test_the_table_names_no_column_that_is_gone():
    columns = {
        f"{model._meta.label_lower}.{field.name}"
        for model in our_models()
        for field in model._meta.concrete_fields
    }
    assert sorted(row.key for row in visibility.columns() if row.key not in columns) == []


def test_every_column_of_the_card_has_a_row():
    assert all(visibility.is_declared(key(field)) for field in (*FIELDS, *HINTS, *PROFILE, *REACHING))


@pytest.mark.parametrize("who", CAST)
def test_each_role_gets_what_the_table_says(who, request, marked, signed_in, api):
    user, role = request.getfixturevalue(who), CAST[who]
    places = [f"/owners/{marked.number}/", "/owners/"]
    said = [signed_in(user).get(place).content.decode() for place in places]
    said += [api(user).get(place).content.decode() for place in (f"owners/{marked.number}", "owners")]
    for field, value in MARKS.items():
        if visibility.column(key(field)).for_role(role) is not CLEAR:
            assert not any(value in page for page in said), (field, who)
    seen = api(user).get(f"owners/{marked.number}")
    if seen.status_code == 200:
        _as_the_table_says(seen.json(), role)


def _as_the_table_says(body, role):
    for field in ("phone", "email", "identity", "birth_date", "occupation", "activities"):
        show, value = visibility.column(key(field)).for_role(role), MARKS[field]
        assert (body[field] or "") == _as_shown(field, value, show), field
    for field in HINTS:
        assert (field in body) == (visibility.column(key(field)).for_role(role) is CLEAR), field


def _as_shown(field, value, show) -> str:
    if show is HIDDEN:
        return ""
    return value if show is CLEAR else visibility.masked(key(field), value)


def test_what_is_hidden_is_not_uncovered_either(cai, marked, signed_in):
    """The callback officer may unmask, but sees no identity number, not even masked."""
    url = f"/owners/{marked.number}/reveal/"
    assert signed_in(cai).post(url, {"field": "identity", "because": "核对身份"}).status_code == 403
    assert signed_in(cai).post(url, {"field": "phone", "because": "给业主回电"}).status_code == 200


def test_a_role_elsewhere_shows_nothing_here(marked, dan, riverside, harbour):
    assert visibility.how(dan, key("phone"), harbour) is MASKED
    assert visibility.how(dan, key("phone"), riverside) is HIDDEN


def test_a_list_shows_no_more_than_its_reader_sees_in_each_of_his_places(alice, riverside, harbour, system):
    from crm.accounts import services as accounts

    identity = key("identity")
    assert visibility.in_lists(alice, identity, "owners.view") is MASKED
    accounts.grant(system, alice, role=Role.MARKETING, project=harbour, now=NOW)
    in_two_places = type(alice).objects.get(pk=alice.pk)
    assert visibility.how(in_two_places, identity, riverside) is MASKED
    assert visibility.how(in_two_places, identity, harbour) is HIDDEN
    assert visibility.in_lists(in_two_places, identity, "owners.view") is HIDDEN
    accounts.grant(system, alice, role=Role.AGENT, now=NOW)
    everywhere = type(alice).objects.get(pk=alice.pk)
    assert visibility.in_lists(everywhere, identity, "owners.view") is MASKED


def test_a_column_that_nobody_declared_is_an_error(alice):
    with pytest.raises(KeyError):
        visibility.how(alice, "owners.owner.shoe_size")


def test_two_words_about_one_column_are_refused():
    with pytest.raises(ValueError, match="twice"):
        visibility.declare_fields({key("phone"): {Role.EXECUTIVE: CLEAR}})


def test_whoever_may_everything_uncovers_with_a_reason_too(system):
    assert visibility.how(system, key("phone")) is MASKED


@pytest.mark.parametrize(("who", "status"), [("pia", 200), ("ada", 200), ("alice", 403), ("eve", 403)])
def test_the_table_is_a_page(who, status, request, signed_in):
    answer = signed_in(request.getfixturevalue(who)).get("/privacy/table/")
    assert answer.status_code == status
    if status == 200:
        assert "owners.owner.identity" in answer.content.decode()


def test_no_personal_column_reaches_a_page_without_a_row(marked, alice, bob, eve, mei, pia, signed_in):
    """Marks in every free column of the owner: what comes out on a page has a row, and is whole only where it says so."""
    planted = {
        mark: column for mark, column in canaries.plant(marked).items() if column.startswith("owners.Owner.")
    }
    owner = Owner.objects.get(pk=marked.pk)
    assert len(planted) > 6
    for user in (alice, bob, eve, mei, pia):
        for place in (f"/owners/{owner.number}/", "/owners/"):
            page = signed_in(user).get(place).content.decode()
            shown = {column.rpartition(".")[2] for mark, column in planted.items() if mark in page}
            for name in shown - {
                "postal_address"
            }:  # of an address the digits are masked, and the mark has none
                assert visibility.is_declared(key(name)), name
                assert visibility.how(user, key(name)) is CLEAR, (name, user.username)
