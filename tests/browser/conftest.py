"""A real browser against a live server: Debian's chromium, never one that a test downloads.

Every page that a test opens is watched: a breach of the content policy, an error in the console or a script
that throws fails the test that caused it.
"""

import os
import shutil
from pathlib import Path

import pytest

from tests.waiting import until

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps an event loop in the tests' thread
CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
PACKAGES = Path(__file__).resolve().parents[2] / "node_modules"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = """
document.addEventListener("securitypolicyviolation", function (event) {
  console.error("content policy: " + event.violatedDirective + " " + event.blockedURI);
});
"""


def pytest_collection_modifyitems(items):
    """Only a machine without a browser or without the front-end packages leaves these out."""
    reason = "" if CHROMIUM else "no chromium on this machine"
    reason = reason or ("" if PACKAGES.exists() else "node_modules is missing: run `npm ci`")
    for item in items:
        if reason and "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture
def said(request):
    """What the browser complained about; empty at the end of every test."""
    complaints: list[str] = []
    yield complaints
    assert complaints == [], "the browser complained"


@pytest.fixture
def under_way():
    """How many requests the live server has taken and not answered: pages ask by themselves until they are closed."""
    from django.core.signals import request_finished, request_started

    class Count:
        taken = answered = 0

    def take(**_):
        Count.taken += 1

    def answer(**_):
        Count.answered += 1

    request_started.connect(take)
    request_finished.connect(answer)
    yield lambda: Count.taken - Count.answered
    request_started.disconnect(take)
    request_finished.disconnect(answer)


@pytest.fixture
def open_as(browser, live_server, said, under_way):
    """`open_as(alice, "/desk/")` opens a page in a fresh browser with Alice's session."""
    contexts = []

    def open_page(user, path, *, width=1440, height=900, scheme="light"):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            base_url=live_server.url,
            locale="en-GB",
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([_session(user, live_server.url)])
        context.add_init_script(WATCH)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    until(lambda: under_way() <= 0, "nobody asks the live server any more")


def _session(user, url) -> dict:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


@pytest.fixture
def english(transactional_db):
    """`english(alice)` makes a person read English, so that a test can name what it sees."""
    from crm import clock
    from crm.accounts import services

    def speak(user):
        services.speak(user, user, language="en", now=clock.now())
        user.language = "en"
        return user

    return speak
