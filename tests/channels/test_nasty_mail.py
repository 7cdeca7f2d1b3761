"""Mail as nasty as we could think of: nothing crashes, nothing is lost, and what can be read reads well."""

import pytest

from service_desk.channels.mail.models import IncomingMail
from service_desk.channels.mail.reading import apart
from service_desk.channels.mail.reading.parsing import parse
from service_desk.channels.mail.states import MailStatus
from service_desk.channels.mail.storing import raw
from tests.channels.nasty import NASTY

PLACED = {MailStatus.CASE, MailStatus.MESSAGE, MailStatus.HELD, MailStatus.REPEAT, MailStatus.OUTCOME}
LEAKS = "卫生间漏水了。"


@pytest.mark.parametrize("name", NASTY)
def test_it_is_read_without_an_error_and_holds_nothing_a_database_refuses(name):
    found = parse(NASTY[name])
    for text in (found["subject"], found["words"], found["folded"], *(one["name"] for one in found["files"])):
        assert "\0" not in text
        text.encode("utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("name", NASTY)
def test_it_ends_in_one_place_with_its_bytes(arrives, name):
    mail = arrives(NASTY[name])
    assert mail.status in PLACED
    assert raw(IncomingMail.objects.get(pk=mail.pk)) == NASTY[name]


@pytest.mark.parametrize(
    "name", ["ten thousand header lines", "letters in letters without end", "a thousand parts"]
)
def test_the_child_that_reads_it_outlives_it(name):
    assert apart.read(NASTY[name])["from"]


def words(name: str) -> str:
    return parse(NASTY[name])["words"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ten thousand header lines", LEAKS),
        ("a transfer encoding nobody knows", LEAKS),
        ("only carriage returns", LEAKS),
        ("a charset that is a codec", LEAKS),
        ("base64 that is none", "这不是base64，是明文。"),
        ("base64 broken off", "漏水漏水漏"),
        ("quoted-printable broken off", "漏水 100% =ZZ"),
        ("no transfer encoding and eight bits", "卫生间漏水，请尽快处理，谢谢"),
        ("NUL everywhere", "漏水了"),
        ("a charset in pieces", "镕基"),
        ("parts that never end", "没有结尾"),
        ("html without an end", "漏水"),
        ("no head at all", "漏水了，快来人。"),
        ("winmail.dat", "电梯坏了"),
        ("a broken winmail.dat", "电梯坏了"),
        ("letters in letters", "请看附件"),
        ("an invitation", "请参加"),
        ("an invitation alone", "验房\n20260310T100000\n3栋"),
        ("signed", "签了名的信"),
    ],
)
def test_what_it_says_is_read(name, said):
    assert words(name) == said


def test_a_subject_cut_within_its_characters_is_whole():
    assert parse(NASTY["encoded words cut in a character"])["subject"] == "三号楼二单元的电梯又停了请尽快处理"


def test_the_files_of_a_winmail_dat_have_their_names():
    assert [one["name"] for one in parse(NASTY["winmail.dat"])["files"]] == ["a.jpg", "照片.jpg"]


def test_a_broken_winmail_dat_is_kept_as_it_came():
    assert [one["name"] for one in parse(NASTY["a broken winmail.dat"])["files"]] == ["winmail.dat"]


def test_a_name_is_shown_in_the_direction_in_which_it_ends():
    assert [one["name"] for one in parse(NASTY["a name from right to left"])["files"]] == ["invoicefdp.exe"]


@pytest.mark.parametrize("name", ["the year 1601", "the year 9999", "a day that is none"])
def test_a_date_that_cannot_be_is_none(name):
    assert parse(NASTY[name])["date"] == ""


@pytest.mark.parametrize("name", ["two who wrote", "two lines of from", "a name that is another's address"])
def test_several_senders_are_said(name):
    found = parse(NASTY[name])
    assert "several_senders" in found["remarks"]
    assert "ceo@riverside.example" not in {one["address"] for one in found["from"]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("sealed by PGP", "sealed"),
        ("sealed by S/MIME", "sealed"),
        ("a report", "bounce"),
        ("a thousand parts", "unreadable"),
        ("letters in letters without end", "unreadable"),
        ("no head at all", "no_sender"),
    ],
)
def test_what_nobody_can_place_by_itself_waits_with_its_reason(arrives, name, reason):
    mail = arrives(NASTY[name])
    assert (mail.status, mail.reason) == (MailStatus.HELD, reason)
