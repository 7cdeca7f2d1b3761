"""Each country's law has its own parts; words tell which part is meant; what was promised beyond counts too."""

from datetime import date

import pytest

from crm.accounts.services import system_user
from crm.errors import Refused
from crm.organisation import services as organisation
from owners.homes import services as homes
from owners.models import WarrantyExtension, WarrantyPart
from owners.warranty import services as warranty
from owners.warranty.selectors import guessed_part, standard_missing, warranty_of
from owners.warranty.states import Standing

from .staging import add_home, add_owner, buy

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(ada, now) -> dict[str, WarrantyPart]:
    warranty.add_standard_parts(ada, now=now)
    return {part.code: part for part in WarrantyPart.objects.all()}


@pytest.fixture
def handed_over(alice, riverside, now):
    home, owner = add_home(alice, riverside, now), add_owner(alice, riverside, now)
    buy(alice, owner, home, now, signed_on=date(2020, 1, 1))
    homes.hand_over(alice, home, on=date(2021, 1, 15), now=now)
    home.refresh_from_db()
    return home


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("卫生间天花板一直漏水，楼上说不是他们", "waterproofing"),
        ("衛生間天花板一直漏水", "waterproofing"),
        ("The bathroom ceiling is LEAKING again", "waterproofing"),
        ("Lattialämmitys ei toimi olohuoneessa", "heating"),
        ("客厅插座没电，一开就跳闸", "electrical"),
        ("马桶下水堵了", "plumbing"),
        ("sales promised us a discount", ""),
    ],
)
def test_words_in_four_languages_tell_which_part_is_meant(parts, said, code):
    found = guessed_part(said, "CN")
    assert (found.code if found else "") == code


def test_every_country_has_its_own_table_with_the_rule_it_comes_from(parts):
    assert {part.country for part in parts.values()} == {"CN", "TW", "FI"}
    assert all(part.basis and part.words for part in parts.values())
    assert (parts["structure"].length, parts["tw-structure"].length, parts["fi-structure"].length) == (
        50,
        15,
        10,
    )
    assert parts["tw-windows"].legal_minimum == 1
    assert standard_missing() == 0


def test_a_home_is_judged_by_the_law_of_its_own_country(parts, alice, east, now):
    machine = system_user("tests")
    taipei = organisation.add_city(
        machine, region=east, code="TPE", name="臺北", names={}, country="TW", now=now
    )
    project = organisation.add_project(machine, city=taipei, code="LAKE", name="湖畔", names={}, now=now)
    home = homes.add_home(machine, project, building="1", entrance="1", floor=2, unit="0201", now=now)
    assert {row.part.country for row in warranty_of(home, now.date())} == {"TW"}


def test_what_a_paper_promised_beyond_counts_for_that_home_and_part_only(parts, bob, handed_over, now):
    before = {row.part.code: row for row in warranty_of(handed_over, now.date())}
    assert before["waterproofing"].standing == Standing.OUT
    warranty.extend(
        bob, handed_over, parts["waterproofing"], until=date(2028, 1, 15), source="proposal:P-1", now=now
    )
    after = {row.part.code: row for row in warranty_of(handed_over, now.date())}
    assert (after["waterproofing"].standing, after["waterproofing"].extended_by) == (
        Standing.IN,
        "proposal:P-1",
    )
    assert after["decoration"] == before["decoration"]


def test_an_extension_shorter_than_the_law_takes_nothing_away(parts, bob, handed_over, now):
    warranty.extend(
        bob, handed_over, parts["structure"], until=date(2025, 1, 1), source="proposal:P-2", now=now
    )
    held = {row.part.code: row for row in warranty_of(handed_over, now.date())}
    assert held["structure"].until == date(2071, 1, 15) and held["structure"].extended_by == ""


def test_a_part_of_another_countrys_law_is_not_promised(parts, bob, handed_over, now):
    with pytest.raises(Refused):
        warranty.extend(
            bob, handed_over, parts["fi-structure"], until=date(2040, 1, 1), source="proposal:P-3", now=now
        )
    assert not WarrantyExtension.objects.exists()


def test_the_same_paper_promises_once_and_may_be_corrected(parts, bob, handed_over, now):
    for year in (2028, 2029):
        warranty.extend(
            bob, handed_over, parts["plumbing"], until=date(year, 1, 1), source="proposal:P-4", now=now
        )
    assert WarrantyExtension.objects.get().until == date(2029, 1, 1)
