"""A form that is refused comes back with every word that was typed into it, whoever wrote its page."""

import pytest
from django.http import HttpResponse

from crm.web.kept import brought_back, typed
from tests.cases.story import Story

PAGE = "<html><body><main>{}</main></body></html>"


def refused(rf, sent, shown="", status=422):
    answer = HttpResponse(PAGE.format(shown), status=status)
    return brought_back(rf.post("/x/", sent), answer).content.decode()


def test_short_words_of_any_language_count_as_typed(rf):
    sent = {"because": "先修窗户", "words": "Ei käy", "said": ["没人在家", "改天再来"], "note": "ok then"}
    assert [text for _name, text in typed(rf.post("/x/", sent))] == [
        "先修窗户", "Ei käy", "没人在家", "改天再来", "ok then",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sent",
    [
        {"csrfmiddlewaretoken": "x" * 64},
        {"password": "a long-enough password", "secret": "so ein Geheimnis", "old_password": "auch das hier"},
        {"outcome": "neutral", "amount": "12000.50", "on": "2026-11-22", "at": "2026-11-22T10:00+08:00"},
        {"home": "0b6c6a5e-8b1c-4a6e-9a4e-3f3cf5a8e7f1", "next": "/desk/cases/2026-000001/?after=xyz"},
        {"tree": '{"join": "all", "parts": []}', "version": "12345678901234"},
    ],
)
def test_secrets_and_what_was_chosen_are_not_repeated(rf, sent):
    assert typed(rf.post("/x/", sent)) == []
    assert "ds-kept" not in refused(rf, sent)


@pytest.mark.parametrize("status", [409, 422])
def test_what_the_page_has_lost_stands_below_it(rf, status):
    page = refused(rf, {"solution": "重做防水层\r\n并试水", "other": "请先来看"}, status=status)
    assert "重做防水层<br>并试水" in page.replace("\r\n", "")
    assert page.count("ds-kept") == 2 and page.endswith("</main></body></html>")


def test_what_the_page_still_has_is_not_said_twice(rf):
    shown = "<textarea>第一行 &amp; 第二行\n第三行</textarea>"
    assert "ds-kept" not in refused(rf, {"words": "第一行 & 第二行\r\n第三行"}, shown)


def test_nothing_typed_is_run(rf):
    assert "<script>" not in refused(rf, {"words": "<script>alert(1)</script> 看看"})


def test_control_what_was_accepted_is_left_as_it_is(rf):
    assert "ds-kept" not in refused(rf, {"solution": "重做防水层"}, status=200)


@pytest.mark.django_db
def test_the_reason_of_whoever_came_too_late_and_forgot_a_choice_is_not_lost(signed_in, bob, story: Story):
    case = story.drive("answered")
    proposal = story.propose(case, amount=3_000_000)
    path = f"/desk/proposals/{proposal.number}/approval/"
    client = signed_in(bob)
    sent = {"list": "approvals", "version": case.version, "because": "金额太高，先谈"}
    client.post(path, {**sent, "approved": "no"})
    answer = client.post(path, sent)
    assert answer.status_code in (409, 422)
    assert "金额太高，先谈" in answer.content.decode()
