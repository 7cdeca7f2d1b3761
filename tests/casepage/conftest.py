"""The story of one complaint, as the tests of cases tell it."""

from tests.cases.conftest import story  # noqa: F401
