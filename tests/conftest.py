"""What every test finds: servers that run, and a migrated database of its own process."""

import pytest
from hypothesis import HealthCheck, settings

from tests import session
from tests.shipped import Shipped, keep_after_emptying

# How long drawing an example takes says how busy the machine is, and nothing about us.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = ["tests.people", "tests.audit.emptying"]


def pytest_configure(config):
    if not config.getoption("collectonly") and not config.getoption("help"):
        session.start_servers()


def pytest_unconfigure(config):
    session.stop_servers()


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker):
    """Replaces pytest-django's: a clone of the migrated template instead of a migration per process."""
    from django.db import connection

    with django_db_blocker.unblock():
        session.refuse_production(connection.settings_dict)
        afresh = request.config.getvalue("create_db")
        name = session.make_database(connection.settings_dict, migrate, afresh=afresh)
        point_at(name)
        keep_after_emptying(Shipped())
    yield
    with django_db_blocker.unblock():
        close_connections()
        session.drop_database(connection.settings_dict, name)


@pytest.fixture
def database_url(transactional_db) -> str:
    """The address of this test's database, for processes that the test starts."""
    from django.db import connection

    settings = connection.settings_dict
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    if settings["HOST"].startswith("/"):
        return f"postgresql://{settings['USER']}{password}@{port}/{settings['NAME']}?host={settings['HOST']}"
    return f"postgresql://{settings['USER']}{password}@{settings['HOST']}{port}/{settings['NAME']}"


def migrate(name):
    from django.core.management import call_command

    point_at(name)
    call_command("migrate", verbosity=0, interactive=False)
    close_connections()


def point_at(name):
    """Django's connections of all threads read the name from the settings."""
    from django.conf import settings
    from django.db import connection

    close_connections()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def close_connections():
    from django.db import connection

    connection.close()
    connection.close_pool()
