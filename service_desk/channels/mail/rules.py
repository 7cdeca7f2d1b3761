"""Where a mail belongs, decided from what is known of it. Pure: every order of the questions is written here once."""

from dataclasses import dataclass

from service_desk.channels.mail.states import MailStatus, Reason

UNREAD = {"too_deep", "too_many_parts"}


@dataclass(frozen=True)
class Known:
    """What was found out about a mail before it is placed."""

    parsed: dict
    truncated: bool = False
    repeats: bool = False
    from_ourselves: bool = False
    our_letter: bool = False  # a report names a letter of ours
    proved: bool = False  # it carries our mark, and comes from the address we gave it to
    other_sender: bool = False  # it carries a mark that we gave to another address
    hinted: bool = False  # it names a case, or follows a letter of ours, without a mark
    lately: int = 0  # how many came from this sender within the hour
    lately_to_case: int = 0
    most: int = 20
    most_to_case: int = 8
    stranger: bool = False
    strangers_wait: bool = False


@dataclass(frozen=True)
class Place:
    """Where it goes; `automatic` where a machine answered us, which is noted and moves nothing."""

    status: MailStatus
    reason: str = ""
    automatic: bool = False


def place(known: Known) -> Place:
    """The one place a mail belongs.

    Reports first, since they come from nobody; then whatever must not be trusted or answered; then, of what people
    wrote, the answers that prove themselves; the rest is new.
    """
    parsed = known.parsed
    if known.repeats:
        return Place(MailStatus.REPEAT)
    if known.truncated:
        return _held(Reason.TOO_LARGE)
    if parsed.get("nothing"):
        return _held(Reason.EMPTY)
    if parsed["report"]:
        return Place(MailStatus.OUTCOME) if known.our_letter else _held(Reason.BOUNCE)
    if known.from_ourselves:
        return _held(Reason.LOOP)
    return _not_trusted(known) or _of_people(known)


def _not_trusted(known: Known) -> Place | None:
    parsed = known.parsed
    if UNREAD & set(parsed["remarks"]):
        return _held(Reason.UNREADABLE)
    if not parsed["from"]:
        return _held(Reason.NO_SENDER)
    if known.lately >= known.most:
        return _held(Reason.FLOOD)
    if known.proved and known.lately_to_case >= known.most_to_case:
        return _held(Reason.LOOP)
    machine = parsed["machine"]
    if machine["automatic"] or machine["robot"] or machine["no_way_back"]:
        if known.proved:
            return Place(MailStatus.MESSAGE, automatic=True)
        return _held(Reason.MACHINE)
    return _held(Reason.LIST) if machine["list"] and not known.proved else None


def _of_people(known: Known) -> Place:
    parsed = known.parsed
    if parsed["sealed"] and not parsed["words"].strip():
        return _held(Reason.SEALED)
    if not (parsed["words"].strip() or parsed["subject"].strip() or parsed["files"]):
        return _held(Reason.EMPTY)
    if known.proved:
        return Place(MailStatus.MESSAGE)
    if known.other_sender:
        return _held(Reason.OTHER_SENDER)
    if known.hinted:
        return _held(Reason.UNPROVED)
    if known.stranger and known.strangers_wait:
        return _held(Reason.STRANGER)
    return Place(MailStatus.CASE)


def _held(reason: Reason) -> Place:
    return Place(MailStatus.HELD, reason)


def may_be_answered(parsed: dict) -> bool:
    """Whether a machine of ours may answer it (RFC 3834): never machines, lists, reports, or who wants none."""
    machine = parsed["machine"]
    silent = ("automatic", "list", "robot", "no_way_back", "wants_no_answer")
    return not parsed["report"] and bool(parsed["from"]) and not any(machine[name] for name in silent)
