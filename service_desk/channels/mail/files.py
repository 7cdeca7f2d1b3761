"""Files that came with a mail go through the same checks as those that are put on a case by hand."""

import base64
from datetime import datetime

from django.utils.translation import gettext as _

from crm.errors import Refused
from service_desk.attachments import services as attachments
from service_desk.attachments.models import Stage
from service_desk.cases import services as cases
from service_desk.channels.mail.models import IncomingMail


def keep(actor, mail: IncomingMail, files: list[dict], *, now: datetime) -> None:
    """Put them on the case; what is refused is noted there with its reason. They stay in the mail as it came."""
    if not files or mail.case is None:
        return
    refused = []
    for one in files:
        reason = _put(actor, mail, one, now)
        if reason:
            refused.append(f"{one['name']}: {reason}")
    if refused:
        words = _("Files of the mail that were not taken:") + "\n" + "\n".join(refused)
        cases.note(actor, mail.case, body=words, now=now)


def _put(actor, mail: IncomingMail, one: dict, now: datetime) -> str:
    """Why it was not taken; empty where it was."""
    if one["too_large"]:
        return _("too large")
    try:
        content = base64.b64decode(one["content"])
        attachments.add(actor, mail.case, stage=Stage.PROBLEM, name=one["name"], content=content, now=now)
    except Refused as refusal:
        return str(refusal.message)
    return ""
