import pytest

from tests.cases.story import Story


@pytest.fixture
def story(riverside, chen, home_1201, alice, bob, hong, cai, engineering, now) -> Story:
    return Story(
        riverside=riverside,
        chen=chen,
        home_1201=home_1201,
        alice=alice,
        bob=bob,
        hong=hong,
        cai=cai,
        engineering=engineering,
        now=now,
    )
