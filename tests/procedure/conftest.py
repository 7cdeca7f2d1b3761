import pytest

from tests.cases.conftest import story
from tests.people import _owner

__all__ = ["story"]


@pytest.fixture
def hua(riverside):
    """华小青, who lives in Riverside too."""
    from owners.homes import services as homes
    from tests.people import NOW, machine

    home = homes.add_home(machine(), riverside, building="3", entrance="1", floor=4, unit="0402", now=NOW)
    return _owner("华小青", "13700001111", riverside, home)
