"""Every status has its row in a table of moves, and the database refuses what the table does not allow."""

from enum import Enum
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import TextChoices

from tests.architecture.floors import root_app
from tests.architecture.sources import FLOORS, sources


def modules_with_states():
    found = [s.path.removesuffix(".py").replace("/", ".") for s in sources() if s.name.endswith("states.py")]
    return [import_module(path) for path in found if path != "crm.states"]


def tables_of(module) -> dict[str, dict]:
    return {
        name: value
        for name, value in vars(module).items()
        if name.endswith("MOVES") and isinstance(value, dict) and value
    }


def statuses_of(module) -> list[type[TextChoices]]:
    return [
        value
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, TextChoices) and name.endswith("Status")
    ]


def holes(table: dict) -> list[str]:
    """Statuses without a row, and targets that are no status of the same kind."""
    kind = type(next(iter(table)))
    missing = [f"no row for {status!r}" for status in kind if status not in table]
    targets = {target for row in table.values() for target in row}
    return missing + [f"{target!r} is no {kind.__name__}" for target in targets if type(target) is not kind]


def test_every_table_of_moves_has_a_row_for_each_status():
    found = {
        f"{module.__name__}.{name}": holes(table)
        for module in modules_with_states()
        for name, table in tables_of(module).items()
    }
    assert found
    assert not {name: wrong for name, wrong in found.items() if wrong}


def test_every_status_has_its_table():
    for module in modules_with_states():
        covered = {type(next(iter(table))) for table in tables_of(module).values()}
        assert not [kind for kind in statuses_of(module) if kind not in covered], module.__name__


def guarded(model) -> bool:
    return any(trigger.name.startswith("legal_moves") for trigger in getattr(model._meta, "triggers", []))


def statuses_without_guard(models) -> list[str]:
    return [
        model._meta.label
        for model in models
        if root_app(model) in FLOORS and not guarded(model)
        if any(field.name == "status" and field.choices for field in model._meta.local_fields)
    ]


def test_every_status_column_is_guarded_by_the_database():
    assert statuses_without_guard(apps.get_models()) == []


class Light(TextChoices):
    RED = "red"
    GREEN = "green"


class Sound(TextChoices):
    LOUD = "loud"


@pytest.mark.parametrize(
    "table",
    [
        {Light.RED: {Light.GREEN}},
        {Light.RED: {Sound.LOUD}, Light.GREEN: set()},
        {Light.RED: {"green"}, Light.GREEN: set()},
    ],
)
def test_control_a_table_with_a_hole_is_found(table):
    assert holes(table)


def test_control_a_whole_table_has_no_hole():
    assert holes({Light.RED: {Light.GREEN}, Light.GREEN: set()}) == []
    assert issubclass(Light, Enum)


def test_control_a_status_without_guard_is_found():
    model = type("M", (), {"__module__": "owners.models"})
    field = type("F", (), {"name": "status", "choices": Light.choices})
    model._meta = type("Meta", (), {"local_fields": [field], "triggers": [], "label": "owners.M"})
    assert statuses_without_guard([model]) == ["owners.M"]
