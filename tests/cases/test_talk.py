import pytest

from crm.errors import IllegalMove, Refused
from crm.messages.models import OutgoingMessage
from service_desk.cases import selectors, services
from service_desk.clocks.models import Deadline
from tests.cases.story import nothing_changes


def test_a_reply_is_news_and_starts_the_progress_clock_anew(story):
    case = story.drive("proposed")
    later = story.later(days=2)
    services.reply(story.alice, case, body="材料已订购", now=later)
    first, second = Deadline.objects.filter(case=case, kind="progress").order_by("id")
    assert (first.met_at, second.started_at) == (later, later)
    assert story.fresh(case).due_at == second.due_at


def test_a_reply_before_any_proposal_starts_no_clock_and_meets_none(story):
    case = story.drive("assigned")
    services.reply(story.alice, case, body="已收到", now=story.now)
    (clock,) = Deadline.objects.filter(case=case)
    assert (clock.kind, clock.met_at) == ("answer", None)


def reachable(story, **ways):
    for name, value in ways.items():
        setattr(story.chen, name, value)
    story.chen.save()
    return story.register()


def test_a_reply_goes_out_by_mail_where_the_owner_has_one(story):
    case = reachable(story, email="chen@example.com", language="fi")
    message = services.reply(story.alice, case, body="Hei", now=story.now)
    letter = OutgoingMessage.objects.get()
    assert (message.via, letter.channel, letter.recipient, letter.body) == (
        "mail",
        "mail",
        "chen@example.com",
        "Hei",
    )
    assert (letter.language, letter.subject_ref) == ("fi", f"case:{case.number}")


def test_a_reply_goes_out_as_a_text_message_where_he_prefers_it(story):
    case = reachable(story, email="chen@example.com", preferred_channel="sms")
    assert services.reply(story.alice, case, body="您好", now=story.now).via == "sms"


def test_where_nothing_can_be_written_he_is_told_by_telephone(story):
    case = reachable(story, email=None)
    assert services.reply(story.alice, case, body="您好", now=story.now).via == ""
    assert not OutgoingMessage.objects.exists()


def test_a_case_of_nobody_known_is_answered_on_paper_only(story):
    case = story.register(owner=None)
    assert services.reply(story.alice, case, body="您好", now=story.now).via == ""


def test_notes_and_what_the_owner_wrote_are_sent_to_nobody(story):
    case = reachable(story, email="chen@example.com")
    services.note(story.alice, case, body="内部", now=story.now)
    services.add_owner_words(story.alice, case, body="补充", now=story.now)
    assert not OutgoingMessage.objects.exists()


def test_notes_stay_out_of_the_conversation(story):
    case = story.register()
    services.add_owner_words(story.alice, case, body="今天又漏了", now=story.now)
    services.reply(story.alice, case, body="马上安排", now=story.now)
    services.note(story.alice, case, body="业主情绪激动", now=story.now)
    page = selectors.case_page(story.bob, case.number)
    assert [row.body for row in page.conversation.messages] == ["今天又漏了", "马上安排"]
    assert [row.body for row in page.notes.messages] == ["业主情绪激动"]


def test_nothing_is_written_to_the_owner_of_a_closed_case(story):
    case = story.drive("closed")
    with nothing_changes(), pytest.raises(IllegalMove):
        services.reply(story.alice, case, body="再见", now=story.now)


def test_an_empty_message_is_refused(story):
    case = story.register()
    with nothing_changes(), pytest.raises(Refused):
        services.note(story.alice, case, body="\n", now=story.now)


def test_where_nothing_can_be_written_the_composer_keeps_what_was_said_by_telephone(story, signed_in):
    def by_telephone(case):
        return "dk-by-telephone" in signed_in(story.alice).get(f"/desk/cases/{case.number}/").content.decode()

    assert by_telephone(reachable(story, email=None, preferred_channel="phone"))
    assert not by_telephone(reachable(story, email="chen@example.com"))
    assert by_telephone(story.register(owner=None, home=None))
