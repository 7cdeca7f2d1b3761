"""Every form that somebody can open is sent once with one thing wrong in it: each word typed comes back.

Where the form itself comes back it holds them; where the page has none any more they stand below it; where only a
part of the page is drawn anew, the browser's draft puts them back, so such a form must keep one.
"""

from html import unescape
from html.parser import HTMLParser
from itertools import count

import pytest
from django.db import transaction
from django.test import Client

from tests.architecture.test_scope import addresses, told  # noqa: F401

pytestmark = pytest.mark.django_db
LEFT_ALONE = (
    "sign-out",
    "sign-in",
    "password",
    "sessions",
    "tokens",
    "language",
    "/secret/",
    "/exports/",
    "/search/",
)
TYPED = {"text", "textarea", "search"}
NUMBERS = {"number", "date", "time", "datetime-local"}
numbers = count(1)


class Forms(HTMLParser):
    """The forms of a page with what a browser would send of each."""

    def __init__(self, page: str):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.form = {"given": given, "fields": []}
            self.forms.append(self.form)
        elif tag == "option" and self.select:
            self.select["options"].append(given.get("value", ""))
        elif tag in ("input", "textarea", "select") and given.get("name") and self.form:
            kind = given.get("type", "text") if tag == "input" else tag
            value = given.get("value", "")
            field = {"name": given["name"], "kind": kind, "value": value, "options": []}
            self.form["fields"].append(field)
            self.select = field if tag == "select" else None

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = None


def spoilt(form) -> tuple[dict, list[str]]:
    """What is sent: a sentence of its own in each field of words, and one thing that cannot be."""
    sent, words, wrong = {}, [], False
    for field in form["fields"]:
        name, kind = field["name"], field["kind"]
        if kind in TYPED:
            words.append(f"第 {next(numbers)} 句话")
            sent.setdefault(name, []).append(words[-1])
        elif kind in NUMBERS or (kind == "select" and not wrong):
            sent.setdefault(name, []).append("no such thing")
            wrong = True
        elif kind == "select":
            sent.setdefault(name, []).append(field["options"][0] if field["options"] else "")
        elif kind == "hidden":
            sent.setdefault(name, []).append(field["value"])
    return sent, words


class Sender:
    """Somebody signed in, each of whose requests is taken back."""

    def __init__(self, person):
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        self.tried = set()

    def pages(self, told):  # noqa: F811
        for address, _names_a_thing in addresses(told):
            if address.startswith("/api/"):
                continue
            answer = self.client.get(address)
            if answer.status_code == 200 and not answer.streaming and b"<form" in answer.content:
                yield address, answer.content.decode()

    def lost(self, told):  # noqa: F811
        for address, page in self.pages(told):
            for form in Forms(page).forms:
                yield from self.send(address, form)

    def send(self, address, form):
        given = form["given"]
        live = given.get("hx-post")
        where = live or given.get("action") or address
        names = (where, *sorted({field["name"] for field in form["fields"]}))
        sent, words = spoilt(form)
        posts = live or given.get("method", "").lower() == "post"
        if not posts or not words or names in self.tried or any(part in where for part in LEFT_ALONE):
            return
        self.tried.add(names)
        mark = transaction.savepoint()
        answer = self.client.post(where, sent, headers={"HX-Request": "true"} if live else {})
        transaction.savepoint_rollback(mark)
        if answer.status_code >= 500:
            yield f"{where}: {answer.status_code}"
        if answer.status_code not in (409, 422) or (live and "data-no-draft" not in given):
            return
        shown = unescape(answer.content.decode())
        if gone := [one for one in words if one not in shown]:
            yield f"{address} → {where}: {gone} of {sorted(sent)}"


@pytest.mark.parametrize("who", ["bob", "hong", "cai", "ada"])
def test_no_form_loses_a_word(who, told, request):  # noqa: F811
    sender = Sender(request.getfixturevalue(who))
    assert list(sender.lost(told)) == []
    assert len(sender.tried) > (30 if who == "bob" else 2)


def test_control_a_page_that_forgets_is_noticed(bob, told, monkeypatch):  # noqa: F811
    """Nothing is brought back, and the forms come back empty."""
    monkeypatch.setattr("crm.web.middleware.brought_back", lambda request, answer: answer)
    monkeypatch.setattr("django.forms.boundfield.BoundField.value", lambda self: None)
    monkeypatch.setattr("crm.web.refusals.typed", lambda request: [])
    assert next(Sender(bob).lost(told), None)
