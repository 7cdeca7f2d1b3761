"""A search stands in no address in clear: forms are sent, addresses carry the words sealed."""

import base64
import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote_plus, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from crm.privacy import cipher, keys
from crm.web import sealed
from owners.people import services as people

PHONE = "13577712345"
NAME = "Kanarian Lintu"
ADDRESSES = {"href", "src", "action", "formaction", "hx-get", "hx-post", "hx-push-url", "hx-replace-url"}
HEADERS = ("Location", "HX-Location", "HX-Redirect", "HX-Push-Url", "HX-Replace-Url", "Refresh", "Link")


class Addresses(HTMLParser):
    """Every address that a page names, and where it remembers itself to come back to."""

    def __init__(self):
        super().__init__()
        self.found, self.forms = [], []

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.found += [value for name, value in attrs if name in ADDRESSES and value]
        if tag == "form":
            self.forms.append([(said.get("method") or "get").lower(), set()])
        elif tag == "input" and said.get("name") == "next":
            self.found.append(said.get("value", ""))
        if said.get("name") and self.forms:
            self.forms[-1][1].add(said["name"])


def read(answer) -> Addresses:
    page = Addresses()
    page.feed(answer.content.decode())
    return page


def addresses(answer) -> list[str]:
    """The address asked for, those the answer leads to, and those its page names."""
    asked = (
        f"{answer.request['PATH_INFO']}?{answer.request['QUERY_STRING']}"
        if hasattr(answer, "request")
        else ""
    )
    return [asked, *(answer[name] for name in HEADERS if name in answer), *read(answer).found]


def told(address: str, canaries) -> bool:
    """Whether an address gives a canary away, spelled out, escaped or merely encoded."""
    texts = [unquote_plus(address)]
    for piece in re.findall(r"[A-Za-z0-9_-]{12,}", address):
        whole = piece[: len(piece) - (len(piece) % 4 == 1)]
        texts.append(base64.urlsafe_b64decode(whole + "===").decode("utf-8", "replace"))
    return any(canary in text for canary in canaries for text in texts)


def leaks(answers, canaries=(PHONE, NAME)) -> list[str]:
    return [address for answer in answers for address in addresses(answer) if told(address, canaries)]


@pytest.fixture
def canary(alice, riverside, now):
    """One owner with the telephone; so many of his name that every list has a next page."""
    rows = [
        people.add_owner(
            alice, kind="person", name=f"{NAME} {n}", phone="" if n else PHONE, project=riverside, now=now
        )
        for n in range(45)
    ]
    return rows[0]


def walked(client, url, **said):
    """Send a search, go where it leads, and open every further page it names."""
    answers = [client.post(url, said)]
    while answers[-1].status_code in (302, 303):
        answers.append(client.get(answers[-1]["Location"]))
    assert answers[-1].status_code == 200
    here = answers[-1].request["PATH_INFO"]
    onward = [
        address if address.startswith("/") else here + address
        for address in read(answers[-1]).found
        if "sealed=" in address
    ]
    return answers + [client.get(address) for address in onward]


@pytest.mark.django_db
class TestTheSearchAsItIsUsed:
    @pytest.mark.parametrize("words", [PHONE, NAME])
    @pytest.mark.parametrize("name", ["search", "owners:list", "owners:homes", "desk:callers"])
    def test_no_address_gives_the_words_away(self, signed_in, alice, canary, name, words):
        field = "caller_query" if name == "desk:callers" else "q"
        assert leaks(walked(signed_in(alice), reverse(name), **{field: words})) == []

    def test_the_glance_neither(self, signed_in, alice, canary):
        answers = walked(signed_in(alice), reverse("search"), q=NAME, glance="1")
        assert leaks(answers) == []
        assert len(answers) > 1, "a glance leads on to all that fit"

    def test_what_is_found_is_found(self, signed_in, alice, canary):
        card = reverse("owners:card", args=[canary.number])
        for name in ("search", "owners:list"):
            assert card in signed_in(alice).post(reverse(name), {"q": PHONE}, follow=True).content.decode()
        assert (
            canary.name
            in signed_in(alice).post(reverse("desk:callers"), {"caller_query": PHONE}).content.decode()
        )

    def test_the_words_stand_in_the_box_again(self, signed_in, alice, canary):
        for name in ("search", "owners:list"):
            answer = signed_in(alice).post(reverse(name), {"q": PHONE}, follow=True)
            assert f'value="{PHONE}"' in answer.content.decode()

    def test_paging_keeps_the_words_and_the_filters(self, signed_in, alice, canary):
        answers = walked(signed_in(alice), reverse("owners:list"), q=NAME, kind="person")
        first, second = answers[1], answers[-1]
        assert len(first.context["rows"]) == 40 and len(second.context["rows"]) == 5
        assert second.context["asked"]["q"] == NAME and second.context["asked"]["kind"] == "person"

    def test_an_address_that_spells_it_out_is_taken_and_left_at_once(self, signed_in, alice, canary):
        answer = signed_in(alice).get(reverse("owners:list"), {"q": PHONE, "kind": "person"})
        assert answer.status_code == 303
        assert not told(answer["Location"], [PHONE]) and "kind=person" in answer["Location"]
        found = signed_in(alice).get(answer["Location"])
        assert [row["owner"] for row in found.context["rows"]] == [canary]
        assert leaks([found]) == []

    def test_filters_without_words_stay_plain(self, signed_in, alice):
        answer = signed_in(alice).post(reverse("owners:list"), {"q": " ", "kind": "person"})
        assert answer["Location"] == f"{reverse('owners:list')}?kind=person"

    def test_a_form_of_another_site_searches_nothing(self, alice):
        client = Client(enforce_csrf_checks=True)
        client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
        assert client.post(reverse("search"), {"q": PHONE}).status_code == 403

    @pytest.mark.parametrize("name", ["search", "owners:list", "owners:homes", "desk:new"])
    def test_no_form_that_asks_for_owners_puts_it_into_an_address(self, signed_in, alice, name):
        forms = read(signed_in(alice).get(reverse(name))).forms
        asking = [method for method, fields in forms if fields & {"q", "caller_query"}]
        assert asking and set(asking) == {"post"}

    @pytest.mark.parametrize("broken", ["", "x", "é", "%", "AgAB", "A" * 2000, "-_-_" * 20])
    def test_a_broken_seal_is_an_empty_search(self, signed_in, alice, broken):
        for name in ("search", "owners:list", "owners:homes"):
            assert signed_in(alice).get(reverse(name), {"sealed": broken}).status_code == 200

    def test_a_seal_shows_nobody_more_than_he_may_see(self, signed_in, dan, canary):
        page = signed_in(dan).get(reverse("owners:list"), {"sealed": sealed.seal(PHONE)})
        assert page.status_code == 200 and page.context["rows"] == []


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(f'<a href="/owners/?q={PHONE}&after=x">'),
        HttpResponse('<a href="/search/?q=Kanarian+Lintu">'),
        HttpResponse('<a hx-get="/search/?q=Kanarian%20Lintu">'),
        HttpResponse(f'<input type="hidden" name="next" value="/search/?q={PHONE}">'),
        HttpResponse(f'<a href="/?s={base64.urlsafe_b64encode(json.dumps([PHONE]).encode()).decode()}">'),
        HttpResponse(headers={"Location": f"/search/?q={PHONE}"}),
        HttpResponse(headers={"HX-Push-Url": f"/search/?q={PHONE}"}),
    ],
)
def test_the_walk_would_find_a_canary(answer):
    assert len(leaks([answer])) == 1


class TestTheSeal:
    @pytest.mark.parametrize("words", ["13812345678", "陈建国", "a b&c=d", "x" * 100])
    def test_it_opens_to_the_words(self, words):
        assert sealed.opened(sealed.seal(words)) == words

    def test_it_is_fit_for_an_address_and_never_twice_the_same(self):
        assert re.fullmatch(r"[\w-]+", sealed.seal(PHONE))
        assert sealed.seal(PHONE) != sealed.seal(PHONE)

    def test_a_changed_sign_opens_to_nothing(self):
        value = sealed.seal(PHONE)
        assert sealed.opened(value[:30] + ("A" if value[30] != "A" else "B") + value[31:]) == ""

    def test_a_value_of_a_column_does_not_open_here(self):
        value = base64.urlsafe_b64encode(cipher.encrypt(PHONE, "owners.Owner.phone")).decode()
        assert sealed.opened(value) == ""

    def test_a_key_that_is_gone_opens_to_nothing(self, monkeypatch):
        value = sealed.seal(PHONE)
        monkeypatch.setattr(keys, "ring", _other_ring())
        assert sealed.opened(value) == ""


def _other_ring():
    def ring():
        return {999: b"k" * 32}

    ring.cache_clear = lambda: None
    return ring


def sent_away(path, **headers) -> str:
    return parse_qs(urlsplit(Client().post(path, {"words": "写好的话"}, **headers)["Location"]).query)[
        "next"
    ][0]


def test_who_has_to_sign_in_to_send_a_form_comes_back_to_the_page_it_stood_on(db):
    stood = "http://testserver/desk/new/?owner=O-2026-000001"
    assert sent_away("/desk/mentions/read/", HTTP_REFERER=stood) == "/desk/new/?owner=O-2026-000001"


def test_what_was_searched_for_on_that_page_stays_sealed(db):
    onward = sent_away("/desk/mentions/read/", HTTP_REFERER="http://testserver/owners/?q=13800001234")
    assert "13800001234" not in onward
    assert sealed.opened(parse_qs(urlsplit(onward).query)[sealed.PARAMETER][0]) == "13800001234"


@pytest.mark.parametrize("other", ["", "https://evil.example/desk/", "javascript:alert(1)", "//evil.example"])
def test_no_other_site_says_where_one_comes_back_to(db, other):
    assert sent_away("/desk/mentions/read/", HTTP_REFERER=other) == "/desk/mentions/read/"
