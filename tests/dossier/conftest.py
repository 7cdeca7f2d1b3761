from tests.cases.conftest import story  # noqa: F401  the complaint of Chen
