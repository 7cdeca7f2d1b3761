"""All the real and broken mail that nobody of us wrote goes in; each is a case, an answer, a report, or waits."""

from collections import Counter
from pathlib import Path

import pytest

from service_desk.cases.models import Case
from service_desk.channels.mail import services
from service_desk.channels.mail.models import ChannelLimits, IncomingMail
from service_desk.channels.mail.states import MailStatus
from service_desk.channels.mail.storing import keep, raw
from tests.architecture.sources import ROOT
from tests.people import NOW

FOLDER = ROOT.parent / "shared" / "data" / "mail"
SUMS = {"cpython": 48, "mikel": 104, "talon": 13, "django_helpdesk": 6}
NOT_MAIL = {"attachments"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder with real mail is not beside the repository"),
]


def mails() -> dict[str, list[Path]]:
    """The mails of each source, by the endings that its own tests use."""
    found = {}
    for source in SUMS:
        ending = "*.txt" if source == "cpython" else "*"
        found[source] = [
            path
            for path in sorted((FOLDER / source).rglob(ending))
            if path.is_file()
            and not NOT_MAIL & set(path.relative_to(FOLDER).parts)
            and (path.suffix in (".eml", ".txt") or path.name == "sample_output_multipart")
        ]
    return found


def test_the_sums_are_those_of_the_readme():
    assert {source: len(paths) for source, paths in mails().items()} == SUMS


def test_none_is_lost_and_none_crashes(mailbox):
    ChannelLimits.objects.create(version=1, mails_an_hour=1000, made_at=NOW)
    paths = [path for some in mails().values() for path in some]
    rows = {}
    for path in paths:
        mail, _new = keep(mailbox, path.read_bytes(), now=NOW)
        rows[path] = mail.pk
    services.read_waiting(clock=lambda: NOW, limit=1000)
    placed = IncomingMail.objects.in_bulk(set(rows.values()))
    ends = Counter(placed[key].status for key in rows.values())
    assert ends.total() == sum(SUMS.values())
    assert set(ends) <= {MailStatus.CASE, MailStatus.MESSAGE, MailStatus.HELD, MailStatus.REPEAT}
    assert ends[MailStatus.CASE] + ends[MailStatus.HELD] + ends[MailStatus.REPEAT] == 171
    assert Case.objects.count() == IncomingMail.objects.filter(status=MailStatus.CASE).count()
    assert not IncomingMail.objects.filter(status=MailStatus.HELD, reason="unreadable").exists()
    for path, key in list(rows.items())[::10]:
        assert raw(placed[key]) == path.read_bytes()


def test_answers_are_told_from_what_they_quote():
    from service_desk.channels.mail.reading.parsing import parse

    for path in sorted((FOLDER / "talon" / "standard_replies").glob("*.eml")):
        assert parse(path.read_bytes())["words"].strip().startswith(("Hello", "On 04/02/2012")), path.name
