"""The tree of causes: shipped in four languages, found in each of them and by its sound, edited as versions."""

import pytest

from crm.errors import Refused, Stale
from service_desk.cases.terms import Subject
from service_desk.causes import selectors, services
from service_desk.causes.models import Cause, CauseVersion
from service_desk.causes.standard import STANDARD

pytestmark = pytest.mark.django_db
LEAK = "engineering_quality.waterproofing.leak_bathroom"


def codes(query):
    return [choice.code for choice in selectors.found(query)]


def test_the_house_begins_with_the_shipped_tree(ada, now):
    assert Cause.objects.count() == len(STANDARD) == CauseVersion.objects.count()
    assert services.add_standard_causes(ada, now=now) == 0


def test_the_shipped_tree_is_whole():
    known = {row["code"] for row in STANDARD}
    assert {code for code in known if "." not in code} == set(Subject.values)
    assert all(code.rpartition(".")[0] in known for code in known if "." in code)
    assert all(len(row["names"]) == 4 and all(row["names"].values()) for row in STANDARD)
    assert max(code.count(".") for code in known) == 2


@pytest.mark.parametrize(
    "query",
    [
        "卫生间渗漏",
        "衛生間滲漏",
        "浴廁滲漏",
        "渗漏 卫生间",
        "bathroom leak",
        "Kylpyhuone vuotaa",
        "weishengjian",
        "wsjsl",
    ],
)
def test_a_cause_is_found_in_every_language_and_by_its_sound(query):
    assert LEAK in codes(query)


def test_a_part_is_found_by_what_people_say_instead_and_nonsense_finds_nothing():
    assert "engineering_quality.heating.cold" in codes("地暖")
    assert "property_service.lifts" in codes("elevator")
    assert codes("zzzz") == [] and codes("  ") == []


def test_what_bears_the_word_itself_stands_before_what_only_hangs_on_it():
    assert codes("防水")[0] == "engineering_quality.waterproofing"


def test_the_tree_reads_class_by_class():
    shown = [row.code for row in selectors.tree()]
    assert shown[0] == "engineering_quality" and shown[1] == "engineering_quality.waterproofing"
    assert shown.index(LEAK) < shown.index("engineering_quality.structure")


@pytest.mark.parametrize("code", ["Water", "a.b.c.d", "no_such_class.x", "engineering quality", ""])
def test_a_code_that_cannot_be_is_refused(bob, now, code):
    before = Cause.objects.count()
    with pytest.raises(Refused):
        services.add_cause(bob, code=code, names={"en": "X"}, now=now)
    assert Cause.objects.count() == before


def test_a_cause_without_a_name_and_one_that_is_here_are_refused(bob, now):
    with pytest.raises(Refused):
        services.add_cause(bob, code="other.lost", names={"en": "  "}, now=now)
    with pytest.raises(Refused) as refusal:
        services.add_cause(bob, code=LEAK, names={"en": "Again"}, now=now)
    assert refusal.value.code == "duplicate_cause"


def test_an_edit_is_a_new_version_and_a_stale_one_is_refused(bob, now):
    row = services.add_cause(bob, code="other.parcels", names={"zh-hans": "快递"}, now=now)
    said = {"names": {"zh-hans": "快递丢失", "fi": "Paketit"}, "position": 5, "active": True, "version": 1}
    services.edit_cause(bob, row, now=now, **said)
    assert codes("kuaididiushi") == ["other.parcels"] and codes("paketit") == ["other.parcels"]
    with pytest.raises(Stale):
        services.edit_cause(bob, row, now=now, **said)
    told = selectors.versions_of(row)
    assert [version.names for version in told] == [
        {"zh-hans": "快递丢失", "fi": "Paketit"},
        {"zh-hans": "快递"},
    ]


def test_what_is_no_longer_offered_is_not_found_but_keeps_its_name(bob, now):
    row = services.add_cause(bob, code="other.parcels", names={"en": "Parcels"}, now=now)
    services.edit_cause(bob, row, names={"en": "Parcels"}, position=0, active=False, now=now)
    assert codes("parcels") == [] and selectors.path_of("other.parcels").endswith("Parcels")


def test_finding_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        selectors.found("渗漏")


def test_pages_and_api_are_kept_by_supervisors(alice, bob, hong, signed_in, api):
    page = signed_in(alice).get("/desk/causes/").content.decode()
    assert LEAK in page
    assert LEAK in signed_in(alice).get("/desk/causes/find/?cause_query=wsjsl").content.decode()
    said = {"code": "other.parcels", "name_en": "Parcels", "position": "0"}
    assert signed_in(alice).post("/desk/causes/", said).status_code == 403
    assert signed_in(bob).post("/desk/causes/", said).status_code == 302
    edited = {"name_en": "Parcels lost", "position": "0", "active": "on", "version": "1"}
    assert signed_in(bob).post("/desk/causes/of/other.parcels/", edited).status_code == 302
    assert api(hong).get("causes/other.parcels").json()["names"] == {"en": "Parcels lost"}
    assert api(hong).put("causes/other.parcels", {"names": {"en": "X"}}).status_code == 403
    stale = {"names": {"en": "X"}, "version": 1}
    assert api(bob).put("causes/other.parcels", stale).status_code == 409
    assert [row["code"] for row in api(alice).get("causes?q=parcels").json()["results"]] == ["other.parcels"]
