"""The named cast of the tests, with fixed relations.

Riverside 江畔花园 stands in Hangzhou, Harbour View 海景湾 in Shenzhen. Alice handles and Bob supervises in
Hangzhou; Hong answers for engineering there; Cai calls back, Mei does marketing, Eve is an executive, Sam the
spokesperson, Pia the privacy officer and Ada the administrator, all for the whole group. Chen owns 3-2-1201 in
Riverside; Dai owns a home in Harbour View, where Dan is the agent.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crm.accounts import services as accounts
from crm.accounts.models import Role, User
from crm.organisation import services as organisation
from crm.organisation.models import City, Department, Project, Region

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
PASSWORD = "a long-enough password"  # noqa: S105  of the cast only


def machine():
    """Who sets the stage."""
    return accounts.system_user("tests")


def _person(username, display_name, role, **place):
    language = place.pop("language", "zh-hans")
    user = accounts.add_user(
        machine(),
        username=username,
        display_name=display_name,
        language=language,
        password=PASSWORD,
        now=NOW,
    )
    accounts.grant(machine(), user, role=role, **place, now=NOW)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def system(db):
    """The machine actor that sets the stage."""
    return machine()


@pytest.fixture
def east(db) -> Region:
    return organisation.add_region(
        machine(), code="EAST", name="华东", names={"en": "East", "fi": "Itä"}, now=NOW
    )


@pytest.fixture
def south(db) -> Region:
    return organisation.add_region(
        machine(), code="SOUTH", name="华南", names={"en": "South", "fi": "Etelä"}, now=NOW
    )


@pytest.fixture
def hangzhou(east) -> City:
    return organisation.add_city(
        machine(), region=east, code="HZ", name="杭州", names={"en": "Hangzhou"}, now=NOW
    )


@pytest.fixture
def shenzhen(south) -> City:
    return organisation.add_city(
        machine(), region=south, code="SZ", name="深圳", names={"en": "Shenzhen"}, now=NOW
    )


@pytest.fixture
def riverside(hangzhou) -> Project:
    names = {"en": "Riverside", "zh-hans": "江畔花园", "zh-hant": "江畔花園", "fi": "Jokiranta"}
    return organisation.add_project(
        machine(), city=hangzhou, code="RIVERSIDE", name="江畔花园", names=names, now=NOW
    )


@pytest.fixture
def harbour(shenzhen) -> Project:
    names = {"en": "Harbour View", "zh-hans": "海景湾", "zh-hant": "海景灣", "fi": "Satamanäkymä"}
    return organisation.add_project(
        machine(), city=shenzhen, code="HARBOUR", name="海景湾", names=names, now=NOW
    )


def _department(code, kind, name, english) -> Department:
    return organisation.add_department(
        machine(), code=code, kind=kind, name=name, names={"en": english}, now=NOW
    )


@pytest.fixture
def desk(db) -> Department:
    return _department("DESK", Department.Kind.DESK, "客服部", "Service desk")


@pytest.fixture
def engineering(db) -> Department:
    return _department("ENG", Department.Kind.ENGINEERING, "工程部", "Engineering")


@pytest.fixture
def property_service(db) -> Department:
    return _department("PROP", Department.Kind.PROPERTY, "物业服务中心", "Property service")


@pytest.fixture
def alice(riverside) -> User:
    """Desk agent in Hangzhou."""
    return _person("alice", "Alice 林", Role.AGENT, city=riverside.city)


@pytest.fixture
def anna(hangzhou) -> User:
    """Agent beside Alice."""
    return _person("anna", "安娜", Role.AGENT, city=hangzhou)


@pytest.fixture
def bob(riverside) -> User:
    """Desk supervisor in Hangzhou."""
    return _person("bob", "Bob 吴", Role.SUPERVISOR, city=riverside.city)


@pytest.fixture
def hong(riverside, engineering) -> User:
    """Handler of engineering in Hangzhou."""
    return _person("hong", "洪工", Role.HANDLER, city=riverside.city, department=engineering)


@pytest.fixture
def cai(riverside, harbour) -> User:
    """Callback officer of the whole group."""
    return _person("cai", "蔡回访", Role.CALLBACK)


@pytest.fixture
def mei(riverside, harbour) -> User:
    """Marketing, whole group."""
    return _person("mei", "梅市场", Role.MARKETING)


@pytest.fixture
def eve(riverside, harbour) -> User:
    """Executive, whole group."""
    return _person("eve", "Eve", Role.EXECUTIVE, language="en")


@pytest.fixture
def sam(riverside, harbour) -> User:
    """Spokesperson, whole group."""
    return _person("sam", "Sam", Role.SPOKESPERSON, language="en")


@pytest.fixture
def pia(riverside, harbour) -> User:
    """Privacy officer, whole group."""
    return _person("pia", "Pia", Role.PRIVACY, language="fi")


@pytest.fixture
def ada(riverside, harbour) -> User:
    """Administrator of the whole group: settings, and nobody's personal data."""
    return _person("ada", "Ada", Role.ADMINISTRATOR, language="en")


@pytest.fixture
def dan(harbour) -> User:
    """Desk agent in Shenzhen: sees nothing of Hangzhou."""
    return _person("dan", "Dan 邓", Role.AGENT, city=harbour.city)


@pytest.fixture
def home_1201(riverside):
    """Home 3-2-1201 of Riverside."""
    from owners.homes import services as homes

    return homes.add_home(machine(), riverside, building="3", entrance="2", floor=12, unit="1201", now=NOW)


@pytest.fixture
def chen(riverside, home_1201):
    """陈建国, who owns 3-2-1201."""
    return _owner("陈建国", "13812345678", riverside, home_1201)


@pytest.fixture
def home_501(harbour):
    """A home in Harbour View."""
    from owners.homes import services as homes

    return homes.add_home(machine(), harbour, building="1", entrance="1", floor=5, unit="0501", now=NOW)


@pytest.fixture
def dai(harbour, home_501):
    """戴美玲, who owns a home in the other city."""
    return _owner("戴美玲", "13987654321", harbour, home_501)


def _owner(name, phone, project, home):
    from owners.contracts import services as contracts
    from owners.people import services as people

    owner = people.add_owner(
        machine(), kind="person", name=name, phone=phone, project=project, language="zh-hans", now=NOW
    )
    contracts.record_ownership(machine(), owner, home, since=NOW.date(), now=NOW)
    return owner


@pytest.fixture
def signed_in(db):
    """`signed_in(alice)` gives a test client with Alice's session; `signed_in(None)` is a stranger."""
    from django.test import Client

    def sign_in(user=None, **options) -> Client:
        client = Client(**options)
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def api(db):
    """`api(alice)` gives a client of the API that sends and reads JSON, with a token of Alice's."""
    return ApiClient


class ApiClient:
    """Speaks JSON to /api/v1/ with a bearer token."""

    def __init__(self, user=None, raise_errors=True):
        from django.test import Client

        from crm.accounts import tokens

        self.client = Client(raise_request_exception=raise_errors)
        self.headers = {}
        if user is not None:
            _token, secret = tokens.issue(machine(), user, name="tests", now=NOW)
            self.headers["Authorization"] = f"Bearer {secret}"

    def get(self, path, **headers):
        return self._ask("get", path, None, headers)

    def post(self, path, body=None, **headers):
        return self._ask("post", path, body, headers)

    def put(self, path, body=None, **headers):
        return self._ask("put", path, body, headers)

    def patch(self, path, body=None, **headers):
        return self._ask("patch", path, body, headers)

    def delete(self, path, **headers):
        return self._ask("delete", path, None, headers)

    def _ask(self, method, path, body, headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        options = {"headers": {**self.headers, **named}}
        if method != "get":
            options |= {"data": {} if body is None else body, "content_type": "application/json"}
        address = path if path.startswith("/") else f"/api/v1/{path}"
        return getattr(self.client, method)(address, **options)
