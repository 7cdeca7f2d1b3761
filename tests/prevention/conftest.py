import pytest

from crm.accounts.services import system_user
from owners.homes import services as homes
from tests.cases.conftest import story  # noqa: F401  the complaint of Chen

LEAK = "engineering_quality.waterproofing.leak_bathroom"


@pytest.fixture
def line(riverside, home_1201, now):
    """The homes above and below 3-2-1201, and one beside it."""
    machine = system_user("tests")
    made = {"1201": home_1201}
    for floor, unit in ((11, "1101"), (10, "1001"), (9, "0901"), (12, "1202")):
        made[unit] = homes.add_home(
            machine, riverside, building="3", entrance="2", floor=floor, unit=unit, now=now
        )
    return made


@pytest.fixture
def two_leaks(story, line):  # noqa: F811
    """1201 and 1001 leak in the same place."""
    return [story.register(home=line[unit], owner=None, subject=LEAK) for unit in ("1201", "1001")]
