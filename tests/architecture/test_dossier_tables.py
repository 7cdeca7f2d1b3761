"""Whatever hangs on a case is told to outsiders, stays inside, or is no part of the story: somebody has said which."""

import pytest
from django.apps import apps

from service_desk.cases.models import Case
from service_desk.dossier import gathering, outside

SHORTEST_REASON = 12


def hanging() -> set[str]:
    """The tables below a case by any chain of keys, those that the dossier leaves out among them."""
    found, level = set(), {Case}
    while level:
        below = {
            model
            for model in apps.get_models()
            for one in model._meta.concrete_fields
            if one.is_relation and one.related_model in level and one.name not in gathering.NOT_ITS_OWN
        }
        level = {model for model in below if model.__name__ not in found and model._meta.managed}
        found |= {model.__name__ for model in level}
    return found - {Case.__name__}


def undecided(tables: set[str]) -> list[str]:
    return sorted(tables - outside.TABLES - {*outside.INSIDE} - {*gathering.LEFT_OUT})


def test_every_table_of_a_case_is_in_one_list_of_the_dossier():
    assert undecided(hanging()) == [], "say in dossier/outside.py whether somebody outside may read it"


def test_control_a_table_that_nobody_thought_of_is_found():
    assert undecided(hanging() | {"NewRoom"}) == ["NewRoom"]


@pytest.mark.parametrize("name", ["CaseMessage", "OfferedTime", "PlanOption", "AttachmentPart"])
def test_control_tables_are_found_however_far_below(name):
    assert name in hanging()


def test_the_dossier_gathers_all_that_is_not_left_out():
    gathered = [model for model, _path in gathering.paths_to_case()]
    assert {model.__name__ for model in gathered} == hanging() - {*gathering.LEFT_OUT}
    names = {model.__name__ for model in gathered}
    assert len(names) == len(set(gathered)), (
        "two tables of one name: the lists of the dossier cannot tell them apart"
    )


def test_no_table_is_in_two_lists_and_none_is_gone():
    lists = [outside.TABLES, {*outside.INSIDE}, {*gathering.LEFT_OUT}]
    assert sum(map(len, lists)) == len(set().union(*lists))
    assert set().union(*lists) <= hanging() | {"Case"}


def test_what_stays_inside_says_why():
    for name, because in {**outside.INSIDE, **gathering.LEFT_OUT}.items():
        assert len(because) >= SHORTEST_REASON, name
