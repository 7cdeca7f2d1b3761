from tests.clocks.conftest import story

__all__ = ["story"]
