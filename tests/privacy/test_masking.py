"""What others see, how equal values are found, and what logs are allowed to say."""

import logging
import re
import sys

import pytest
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st

from crm.privacy import blind_index, masking
from crm.privacy.scrub import Scrub, ScrubbingFormatter, scrubbed
from tests.architecture.routes import routes


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "13812345678", "138****5678"),
        ("phone", "110", "***"),
        ("name", "陈建国", "陈**"),
        ("name", "陈", "陈*"),
        ("name", "Anna Korhonen", "A*** K***"),
        ("name", "", ""),
        ("identity", "110101199003071234", "11**************34"),
        ("identity", "12345", "*****"),
        ("email", "anna@example.com", "a***@example.com"),
        ("email", "nonsense", "***"),
        ("address", "江畔花园3-2-1201", "江畔花园*-*-****"),
    ],
)
def test_masks(kind, value, shown):
    assert masking.KINDS[kind](value) == shown


@given(st.text(alphabet="0123456789", min_size=8, max_size=20))
def test_a_masked_phone_never_shows_its_middle(digits):
    shown = masking.phone(digits)
    assert len(shown) == len(digits)
    assert shown[3:-4] == "*" * (len(digits) - 7)


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        "138 1234 5678",
        "+86 138-1234-5678",
        "0086 13812345678",
        "8613812345678",
        "１３８１２３４５６７８",
    ],
)
def test_a_phone_is_found_however_it_is_written(written):
    assert blind_index.of(written, "phone") == blind_index.of("13812345678", "phone")


@pytest.mark.parametrize("other", ["13812345679", "+358 13812345678", "1381234567"])
def test_other_phones_are_other(other):
    assert blind_index.of(other, "phone") != blind_index.of("13812345678", "phone")


def test_columns_of_different_purpose_cannot_be_compared():
    assert blind_index.of("13812345678", "phone") != blind_index.of("13812345678", "identity")


def test_mail_and_identity_are_found_whatever_their_case():
    assert blind_index.of("Anna@Example.com ", "email") == blind_index.of("anna@example.com", "email")
    assert blind_index.of("11010119900307123x", "identity") == blind_index.of(
        "11010119900307123X", "identity"
    )


@pytest.mark.parametrize(
    "secret",
    [
        "13812345678",
        "+86 138 1234 5678",
        "0912-345-678",
        "+358 40 123 4567",
        "110101199003071234",
        "11010119900307123X",
        "A123456789",
        "anna.korhonen@example.fi",
        "ds_Qm9ndXNCb2d1c0JvZ3VzQm9ndXM",
        "password=hunter2hunter2",
    ],
)
def test_logs_hold_no_secret(secret):
    line = f"before {secret} after"
    assert secret not in scrubbed(line)
    assert scrubbed(line).startswith("before ") and scrubbed(line).endswith(" after")


@pytest.mark.parametrize(
    "harmless",
    ["case 2026-000123 closed", "took 1382 ms, 25 rows", "2026-03-02T10:00:00+08:00", "home 3-2-1201"],
)
def test_logs_keep_what_is_harmless(harmless):
    assert scrubbed(harmless) == harmless


def test_the_link_of_a_questionnaire_is_no_address_for_logs():
    assert "abcdefghijklmnopqrst" not in scrubbed("GET /q/abcdefghijklmnopqrst/ 200")


def secret_routes() -> list[str]:
    """Every address that lets in whoever has its secret."""
    return [route.path for route in routes() if re.search(r"<str:(token|secret)>", route.path)]


@pytest.mark.parametrize("path", secret_routes())
def test_no_log_names_the_secret_of_a_link(path):
    secret = "Zk3_x-" + "Ab9" * 8
    for line in ("Not Found: {}", "Unprocessable Entity: {}?lang=fi", '"POST {} HTTP/1.1" 422'):
        shown = line.format(re.sub(r"<str:(token|secret)>", secret, path))
        assert secret not in scrubbed(shown)


def test_control_there_are_such_links_and_other_addresses_are_left_as_they_are():
    assert len(secret_routes()) > 4
    for path in ("/desk/visits/V-2026-000083/outcome/", "/owners/O-2026-000001/consents/link/", "/my/"):
        assert scrubbed(f"Not Found: {path}") == f"Not Found: {path}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO said VALUES (%s, 0)",
        "INSERT INTO said VALUES (%s, NULL)",
        "INSERT INTO said VALUES (%s, 1); INSERT INTO said VALUES (%s, 1)",
        "SELECT %s::int",
        "SELECT %s::int + 1 FROM no_such_table",
    ],
)
def test_what_the_database_says_about_a_row_it_refuses_is_not_logged(statement):
    words = "还是漏水，\n请先来看"
    with connection.cursor() as cursor, pytest.raises(DatabaseError) as refused:
        cursor.execute("CREATE TEMP TABLE said (words text UNIQUE, age int NOT NULL CHECK (age > 0))")
        cursor.execute(statement, [words] * statement.count("%s"))
    try:
        raise RuntimeError("further up") from refused.value
    except RuntimeError:
        record = logging.LogRecord("django", logging.ERROR, "", 1, "failed", None, sys.exc_info())
    shown = ScrubbingFormatter().format(record)
    for part in words.split("\n"):
        assert part not in shown
    assert "further up" in shown and type(refused.value).__name__ in shown


def test_arguments_and_exceptions_are_scrubbed_too():
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "call %s", ("13812345678",), None)
    assert Scrub().filter(record)
    assert "13812345678" not in record.getMessage()
    try:
        raise ValueError("owner 13812345678")
    except ValueError as exc:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "failed", (), (type(exc), exc, exc.__traceback__)
        )
    assert "13812345678" in logging.Formatter().format(record)  # what would stand there without
    assert "13812345678" not in ScrubbingFormatter().format(record)
