"""What a machine of ours answers by mail, and when it stays silent (RFC 3834)."""

from datetime import datetime

from service_desk.cases.models import Case
from service_desk.channels.confirming import services as confirming
from service_desk.channels.mail import rules
from service_desk.channels.mail.models import IncomingMail
from service_desk.channels.mail.selectors import answered_lately, limits


def confirm(mail: IncomingMail, case: Case, parsed: dict, *, now: datetime) -> bool:
    """Tell whoever wrote that it has arrived, its number and until when it is answered; whether it was told.

    Never a machine, a list or an address that mail does not reach, and none where the mailbox confirms nothing; one
    address once in a while, however much it writes, so that two answering machines meet once.
    """
    silent = limits().hours_between_answers
    if not mail.mailbox.confirms or not rules.may_be_answered(parsed) or mail.sender_index is None:
        return False
    if answered_lately(bytes(mail.sender_index), now=now, hours=silent):
        return False
    if not confirming.by_mail(case, mail.sender, in_reply_to=mail.identifier, now=now):
        return False
    mail.answered_at = now
    mail.save(update_fields=["answered_at"])
    return True
