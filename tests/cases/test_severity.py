import pytest

from crm.errors import Refused
from service_desk.cases import services
from tests.cases.story import nothing_changes


def test_staff_confirms_what_was_computed(story):
    case = story.register(impact={"health": True})
    case = services.confirm_severity(story.bob, case, severity="important", because="", now=story.now)
    assert (case.severity, case.severity_confirmed_by) == ("important", story.bob)
    assert case.severity_because == "health"


def test_a_higher_severity_than_computed_needs_its_reason(story):
    case = story.register()
    with nothing_changes(), pytest.raises(Refused):
        services.confirm_severity(story.bob, case, severity="major", because=" ", now=story.now)
    case = services.confirm_severity(story.bob, case, severity="major", because="媒体已到现场", now=story.now)
    assert case.severity_because == "媒体已到现场"
    assert case.history.latest("id").detail == {"from": "ordinary", "to": "major", "computed": "ordinary"}


def test_an_unknown_severity_is_refused(story):
    case = story.register()
    with nothing_changes(), pytest.raises(Refused):
        services.confirm_severity(story.bob, case, severity="huge", because="x", now=story.now)
