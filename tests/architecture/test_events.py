"""Every fact leads somewhere, or is written down as recorded only, with the reason why."""

import inspect
from dataclasses import dataclass, is_dataclass
from importlib import import_module

import pytest
from django.utils import translation

from coordination import routes
from coordination.titles import TITLES
from crm.events.base import Event
from tests.architecture.sources import FLOORS, sources


def facts(base=Event) -> list[type[Event]]:
    """All facts of the product, after importing every module in which one could be defined."""
    for source in sources():
        if (
            "events" in (*source.package, source.name.removesuffix(".py"))
            and "management" not in source.package
        ):
            import_module(source.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    found, queue = [], [base]
    while queue:
        for kind in queue.pop().__subclasses__():
            queue.append(kind)
            if not kind.__subclasses__() and kind.__module__.partition(".")[0] in FLOORS:
                found.append(kind)
    return found


def unrouted(kinds, routed: dict, recorded: dict) -> list[str]:
    """Facts in neither table, facts in both, and those recorded without saying why."""
    wrong = [
        f"{kind.__name__} leads nowhere" for kind in kinds if kind not in routed and kind not in recorded
    ]
    wrong += [f"{kind.__name__} is in both tables" for kind in kinds if kind in routed and kind in recorded]
    return wrong + [
        f"{kind.__name__} has no reason" for kind, why in recorded.items() if len(str(why).split()) < 3
    ]


def badly_handled(routed: dict) -> list[str]:
    """Handlers that do not take `(event, *, now)`."""
    return [
        kind.__name__
        for kind, handler in routed.items()
        if [(p.name, p.kind) for p in inspect.signature(handler).parameters.values()]
        != [("event", inspect.Parameter.POSITIONAL_OR_KEYWORD), ("now", inspect.Parameter.KEYWORD_ONLY)]
    ]


def test_every_fact_is_routed_or_recorded_only_with_a_reason():
    kinds = facts()
    assert len(kinds) > 10
    assert unrouted(kinds, routes.ROUTES, routes.RECORDED_ONLY) == []


def test_every_fact_has_a_name_for_pages_in_every_language():
    assert {kind.__name__ for kind in facts()} == set(TITLES)
    for language in ("zh-hans", "zh-hant", "fi"):
        with translation.override("en"):
            english = {name: str(title) for name, title in TITLES.items()}
        with translation.override(language):
            assert [name for name, title in TITLES.items() if str(title) == english[name]] == []


def test_every_handler_takes_a_fact_and_the_moment():
    assert badly_handled(routes.ROUTES) == []


def test_every_fact_is_frozen_and_names_its_stream():
    for kind in facts():
        assert is_dataclass(kind) and kind.__dataclass_params__.frozen, kind
        assert kind.stream is not Event.stream, kind


@dataclass(frozen=True)
class Planted(Event):
    case_id: int

    @property
    def stream(self) -> str:
        return f"case:{self.case_id}"


@pytest.mark.parametrize(
    ("routed", "recorded"),
    [
        ({}, {}),
        ({Planted: print}, {Planted: "for the reports alone"}),
        ({}, {Planted: ""}),
        ({}, {Planted: "later"}),
    ],
)
def test_control_a_fact_that_leads_nowhere_is_found(routed, recorded):
    assert unrouted([Planted], routed, recorded)


def test_control_a_handler_that_reads_its_own_clock_is_found():
    assert badly_handled({Planted: lambda event: None}) == ["Planted"]
    assert badly_handled({Planted: lambda event, *, now: None}) == []
