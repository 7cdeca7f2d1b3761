from tests.cases.conftest import story  # noqa: F401
