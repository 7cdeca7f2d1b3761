"""What is known of a mail before it is placed: whether it answers us and proves it, whose it is, how much came lately."""

from datetime import datetime

from service_desk.channels.mail import rules, selectors, storing, threads
from service_desk.channels.mail.models import IncomingMail


def find_out(mail: IncomingMail, parsed: dict, now: datetime) -> dict:
    """Whether it answers us and proves it, whose it is, how much came lately."""
    found = _thread(mail, parsed)
    first = selectors.first_with(mail.mailbox, mail.content_digest, mail) if _says_something(parsed) else None
    limits = selectors.limits()
    index = mail.sender_index and bytes(mail.sender_index)
    report = parsed["report"]
    named = selectors.letters_called(report["letters"]) if report else []
    known = rules.Known(
        parsed=parsed,
        truncated=mail.size > storing.LARGEST,
        repeats=first is not None,
        from_ourselves=mail.sender.lower() == mail.mailbox.address.lower()
        or selectors.is_our_sender(mail.sender),
        our_letter=bool(named),
        proved=found["how"] == "proved",
        other_sender=found["how"] == "other_sender",
        hinted=found["how"] == "hinted",
        lately=selectors.lately_from(index, now=now) - 1,
        lately_to_case=selectors.lately_from(index, now=now, case=found["case"]) if found["case"] else 0,
        most=limits.mails_an_hour,
        most_to_case=limits.mails_to_a_case_an_hour,
        stranger=not selectors.owners_at(mail.sender),
        strangers_wait=mail.mailbox.strangers == "hold",
    )
    proved = found["how"] == "proved"
    return {
        "known": known,
        "first": first,
        "letter": named[0] if named else None,
        "case": found["case"] if proved else None,
        "suggested": found["case"],
    }


def _says_something(parsed: dict) -> bool:
    """A mail without an id is the same as another only if it says the same; an empty one says nothing."""
    return bool(parsed["message_id"] or parsed["text"].strip())


def _thread(mail: IncomingMail, parsed: dict) -> dict:
    """The case it answers, and how sure that is: "proved", "other_sender", "hinted" or ""."""
    addresses = [one["address"] for one in parsed["to"]]
    marks = threads.marks_in(*addresses, *parsed["references"], parsed["subject"])
    found = selectors.cases_numbered([mark.number for mark in marks])
    for mark in marks:
        case = found.get(mark.number)
        if case is not None and mail.sender and mark.is_of(mail.sender):
            return {"case": case, "how": "proved"}
    for mark in marks:
        case = found.get(mark.number)
        if case is not None and case.owner and case.owner.email and mark.is_of(case.owner.email):
            return {"case": case, "how": "proved" if selectors.may_reply(case, mail) else "other_sender"}
    by_letter = _by_letter(mail, parsed)
    if by_letter["how"]:
        return by_letter
    hints = [mark.number for mark in marks] + threads.numbers_in(parsed["subject"])
    named = selectors.cases_numbered(hints)
    case = next((named[number] for number in hints if number in named), None)
    return {"case": case, "how": "hinted" if case else ""}


def _by_letter(mail: IncomingMail, parsed: dict) -> dict:
    """By the id of a letter of ours, which only who got the letter knows."""
    for letter in selectors.letters_called(parsed["references"]):
        kind, _colon, number = letter.subject_ref.partition(":")
        case = selectors.cases_numbered([number]).get(number) if kind == "case" else None
        if case is not None:
            same = selectors.index_of(letter.recipient) == selectors.index_of(mail.sender)
            proved = same or selectors.may_reply(case, mail)
            return {"case": case, "how": "proved" if proved else "other_sender"}
    return {"case": None, "how": ""}
