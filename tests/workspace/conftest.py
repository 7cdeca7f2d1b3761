from tests.cases.conftest import story  # noqa: F401  one complaint with the named cast
