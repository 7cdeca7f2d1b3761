from tests.cases.conftest import story

__all__ = ["story"]
