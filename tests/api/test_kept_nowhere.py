"""No answer of the API is kept on the way or by the browser, for the next one at the desk."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["owners", "owners/{number}", "owners/O-2000-000009", "jobs", "no-such-thing"]
)
def test_answers_and_problems_say_that_nobody_keeps_them(api, signed_in, bob, chen, path):
    address = path.format(number=chen.number)
    for answer in (api(bob).get(address), signed_in(bob).get(f"/api/v1/{address}")):
        if answer.headers.get("Content-Type", "").startswith("application/"):
            assert "no-store" in answer.headers["Cache-Control"], (address, answer.status_code)


def test_whoever_is_not_signed_in_neither(api):
    assert "no-store" in api().get("owners").headers["Cache-Control"]


def test_what_was_sent_and_its_repetition_neither(api, bob, chen):
    sent = {"kind": "owners", "form": "csv"}
    for _time in range(2):
        answer = api(bob).post("exports", sent, Idempotency_Key="once")
        assert "no-store" in answer.headers["Cache-Control"]
