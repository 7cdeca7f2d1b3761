"""The frame as the server draws it: rail, landing, language, refusals, search."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from crm.errors import IllegalMove, NotAllowed, Refused, Stale
from crm.web import finders, icons, slots
from crm.web.asked import whole
from crm.web.middleware import SmallPagesMiddleware
from crm.web.refusals import refusal_page
from tests.cases.story import Story

pytestmark = pytest.mark.django_db


def rail_of(client):
    return {word["key"] for word in client.get(reverse("search")).context["rail"]}


def test_the_rail_shows_only_what_the_role_may_use(signed_in, alice, hong):
    assert "desk" in rail_of(signed_in(alice))
    handler = rail_of(signed_in(hong))
    assert "desk" not in handler
    assert "desk.slips" in handler


@pytest.mark.parametrize(
    ("who", "page"),
    [("alice", "desk:queue"), ("bob", "desk:queue"), ("hong", "desk:slips"), ("ada", "settings")],
)
def test_each_role_starts_at_its_own_work(request, signed_in, who, page):
    answer = signed_in(request.getfixturevalue(who)).get("/")
    assert answer.headers["Location"] == reverse(page)


def test_who_has_no_role_is_told_what_to_do(signed_in, system):
    from crm.accounts import services
    from tests.people import NOW

    newcomer = services.add_user(system, username="new", display_name="New", language="en", now=NOW)
    answer = signed_in(newcomer).get("/")
    assert answer.status_code == 200
    assert "Nothing is assigned to you yet" in answer.content.decode()


def test_a_stranger_is_led_to_the_door(signed_in):
    assert signed_in(None).get("/").headers["Location"].startswith("/sign-in/")


def test_a_language_is_kept_with_the_person(signed_in, alice):
    client = signed_in(alice)
    answer = client.post(reverse("choose_language"), {"language": "fi", "next": "/desk/"})
    assert answer.headers["Location"] == "/desk/"
    alice.refresh_from_db()
    assert alice.language == "fi"
    assert '<html lang="fi"' in client.get("/desk/").content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "nowhere", "-1", "desk/"],
)
def test_choosing_a_language_never_leads_elsewhere(signed_in, elsewhere):
    answer = signed_in(None).post(reverse("choose_language"), {"language": "fi", "next": elsewhere})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("address", ["/search/?q=a%00b", "/desk/?project=%00", "/desk/cases/%00/"])
def test_the_character_zero_in_an_address_is_a_request_that_cannot_be_read(signed_in, alice, address):
    assert signed_in(alice).get(address).status_code == 400


def test_the_character_zero_in_a_field_is_a_request_that_cannot_be_read(signed_in, alice):
    answer = signed_in(alice).post(reverse("desk:new"), {"words": "漏水", "project": "a\0b"})
    assert answer.status_code == 400


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "²", "a"])
def test_a_number_nobody_could_mean_is_no_number(number):
    assert whole(number) is None


def test_an_unknown_language_changes_nothing(signed_in, alice):
    signed_in(alice).post(reverse("choose_language"), {"language": "xx"})
    alice.refresh_from_db()
    assert alice.language == "zh-hans"


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "fi"])
def test_every_language_names_its_own_face_of_script(signed_in, alice, language):
    client = signed_in(alice)
    client.post(reverse("choose_language"), {"language": language})
    tag = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(language, language)
    assert f'<html lang="{tag}"' in client.get("/desk/").content.decode()


def test_who_works_in_one_place_reads_its_clock(signed_in, alice, eve, harbour, riverside):
    from crm.organisation.models import Project

    Project.objects.filter(pk=riverside.pk).update(timezone="Europe/Helsinki")
    for user, zone in ((alice, "Europe/Helsinki"), (eve, "")):
        client = signed_in(user)
        client.get("/search/")
        assert client.session["ds_time_zone"] == zone


def test_settings_hold_only_what_the_role_may_open(signed_in, alice, ada):
    assert reverse("settings_users") in signed_in(ada).get(reverse("settings")).content.decode()
    assert reverse("settings_users") not in signed_in(alice).get(reverse("settings")).content.decode()


def test_no_page_allows_anything_inline(signed_in, alice):
    answer = signed_in(alice).get("/desk/")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    text = answer.content.decode()
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<script>" not in text


class TestRefusals:
    @pytest.fixture
    def ask(self, rf, alice):
        def asked(error, post=None, htmx=False):
            headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
            request = rf.post("/desk/", post or {}, **headers)
            request.user = alice
            with translation.override("en"):
                return refusal_page(request, error)

        return asked

    def test_not_allowed_says_who_may(self, ask):
        answer = ask(NotAllowed(verb="visits.record"))
        assert answer.status_code == 403
        assert "Callback officer" in answer.content.decode()

    @pytest.mark.parametrize("error", [Stale(given=3, current=5), IllegalMove(status="closed")])
    def test_a_conflict_shows_what_was_typed(self, ask, error):
        answer = ask(error, {"findings": "The pipe above is broken.", "version": "3"})
        assert answer.status_code == 409
        assert "The pipe above is broken." in answer.content.decode()

    def test_a_conflict_names_both_versions(self, ask):
        text = ask(Stale(given=3, current=5)).content.decode()
        assert "version 3" in text
        assert "version 5" in text

    def test_htmx_gets_a_notice_and_the_form_stays(self, ask):
        answer = ask(Refused(fields={"a": "Fill in a."}), htmx=True)
        assert answer.headers["HX-Retarget"] == "#ds-notices"
        assert "<html" not in answer.content.decode()
        assert "Fill in a." in answer.content.decode()

    def test_what_is_typed_is_escaped(self, ask):
        answer = ask(Stale(), {"findings": "<script>alert('x')</script>"})
        assert "<script>alert" not in answer.content.decode()


def test_a_missing_page_says_what_to_do(signed_in, alice):
    answer = signed_in(alice).get("/there/is/no/such/page/")
    assert answer.status_code == 404
    assert "搜索框" in answer.content.decode()


def test_the_search_finds_a_case_by_its_words_in_the_other_script(signed_in, alice, story: Story):
    case = story.register(words="衛生間天花板漏水", summary="漏水")
    answer = signed_in(alice).post(reverse("search"), {"q": "卫生间天花板"}, follow=True)
    assert case.number in answer.content.decode()


def test_the_search_says_what_to_try_when_nothing_is_found(signed_in, alice):
    answer = signed_in(alice).post(reverse("search"), {"q": "龘龘龘"}, follow=True)
    assert "没有找到" in answer.content.decode()


def test_the_search_shows_nothing_out_of_scope(signed_in, dan, story: Story):
    case = story.register(words="只有杭州看得到的话", summary="杭州")
    answer = signed_in(dan).post(reverse("search"), {"q": "只有杭州"}, follow=True)
    assert case.number not in answer.content.decode()


def test_a_slot_filled_twice_by_the_same_function_speaks_once():
    def speak(request, **context):
        return "once"

    slots.fill("tests.slot", speak)
    slots.fill("tests.slot", speak)
    assert slots.rendered("tests.slot", None) == ["once"]


def test_a_silent_filling_leaves_nothing_behind():
    slots.fill("tests.silent", lambda request, **context: None)
    assert slots.rendered("tests.silent", None) == []


def test_only_listed_files_of_the_packages_are_served():
    finder = finders.NodeModulesFinder()
    assert finder.find("vendor/htmx/package.json") == []
    assert finder.find("../package.json") == []


def test_an_icon_is_hidden_from_a_reader_unless_it_carries_a_label():
    assert 'aria-hidden="true"' in icons.svg("search")
    assert 'aria-label="Search"' in icons.svg("search", label="Search")
    assert "<script" not in icons.svg("search", label='"><script>')


def test_the_page_for_a_broken_server_asks_the_database_nothing(rf, django_assert_num_queries):
    from crm.web.refusals import server_error

    with django_assert_num_queries(0):
        answer = server_error(rf.get("/desk/"))
    assert answer.status_code == 500
    assert "<h1>" in answer.content.decode()


def test_a_form_that_stood_open_too_long_says_so(alice):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post("/desk/new/", {"words": "写好的话"})
    assert answer.status_code == 403
    assert "写好的话" not in Client().get("/sign-in/").content.decode()
    assert "刷新" in answer.content.decode()


def test_the_browser_keeps_no_page_of_a_person_who_signed_in(signed_in, alice):
    assert signed_in(alice).get("/desk/").headers["Cache-Control"] == "private, no-store"


def test_a_long_part_of_the_rail_folds_what_is_not_of_every_day(signed_in, bob):
    """Nothing is lost by it: on its own page a folded word stands open and is marked."""
    rail = signed_in(bob).get(reverse("desk:figures")).context["rail"]
    desk = next(word for word in rail if word["key"] == "desk")
    daily, folded = ({word["key"] for word in desk[part]} for part in ("children", "more"))
    assert "desk.approvals" in daily
    assert "desk.figures" in folded
    assert not daily & folded
    assert desk["more_open"]
    rail = signed_in(bob).get(reverse("desk:queue")).context["rail"]
    assert not next(word for word in rail if word["key"] == "desk")["more_open"]


def test_a_page_goes_out_compressed_and_says_the_same(signed_in, alice):
    page = signed_in(alice)
    plain, small = page.get("/desk/"), page.get("/desk/", headers={"accept-encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert len(small.content) < len(plain.content) / 3
    assert b"</html>" in gzip.decompress(small.content)


def test_control_what_is_no_page_is_sent_as_it_is():
    passed = SmallPagesMiddleware(lambda request: None)
    request = RequestFactory(headers={"accept-encoding": "gzip"}).get("/")
    stream = StreamingHttpResponse(["data: 1\n\n" * 99], content_type="text/event-stream")
    photo = HttpResponse(b"\x00" * 5000, content_type="image/jpeg")
    for answer in (stream, photo):
        assert "Content-Encoding" not in passed.process_response(request, answer).headers
