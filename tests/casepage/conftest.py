"""The story of one complaint, as the tests of cases tell it."""

import pytest

from tests.cases.conftest import story  # noqa: F401
from tests.people import _person


@pytest.fixture
def anna(riverside):
    """An agent beside Alice."""
    from crm.accounts.models import Role

    return _person("anna", "Anna", Role.AGENT, city=riverside.city)
