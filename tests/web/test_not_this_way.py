"""An address that only takes forms, opened like a page: by reloading, by a bookmark, after signing in again."""

import pytest

pytestmark = pytest.mark.django_db


def test_whoever_opens_it_is_told_what_to_do(signed_in, pia):
    answer = signed_in(pia).get("/privacy/limits/", headers={"Accept-Language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "<h1>" in page and "data-back" in page


def test_a_program_is_answered_as_before(api, ada):
    answer = api(ada).get("/api/v1/imports/undone")
    assert answer.status_code in (404, 405) and "<html" not in answer.content.decode()
