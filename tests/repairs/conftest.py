import pytest

from crm.accounts.services import system_user
from service_desk.repairs import services
from tests.cases.conftest import story  # noqa: F401  the complaint of Chen
from tests.warranty.conftest import handed_over, parts  # noqa: F401  the parts of the law, and Chen's home


@pytest.fixture
def case(story, handed_over, parts):  # noqa: F811
    return story.register()


@pytest.fixture
def order(case, alice, now):
    return services.order(alice, case, description="重做卫生间防水", now=now)


@pytest.fixture
def builders(db, now):
    """Two contractors."""
    return [
        services.add_contractor(system_user("tests"), code=code, name=name, trade="waterproofing", now=now)
        for code, name in (("YH", "雨虹防水"), ("ZJ", "中建某公司"))
    ]
