"""An inquiry of somebody nobody knows opens a prospect in the same moment, and the case is his."""

from datetime import datetime

from django.db import transaction

from crm.errors import Refused
from owners.people.choices import Source
from owners.prospects.models import Prospect
from owners.prospects.services import open_prospect
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.cases.terms import CaseKind, Channel

CAME_BY = {
    Channel.PHONE: Source.HOTLINE,
    Channel.HOTLINE_12345: Source.HOTLINE,
    Channel.FRONT_DESK: Source.SHOWROOM,
    Channel.MAIL: Source.WEB,
}


@transaction.atomic
def register_inquiry(
    actor,
    *,
    project,
    name: str = "",
    phone: str = "",
    email: str = "",
    source: str = "",
    campaign: str = "",
    interest: dict | None = None,
    channel: str,
    language: str,
    now: datetime,
    **said,
) -> tuple[Case, Prospect | None]:
    """Register what somebody asks who gave his name or number, as the case of a prospect; both or neither.

    A known number is the person who is there, and his interest is added to. A number of somebody whom the actor may
    not see names nobody: the inquiry is registered without an owner then, for somebody who may see him to attach.
    """
    try:
        with transaction.atomic():
            prospect = open_prospect(
                actor,
                project=project,
                name=name,
                phone=phone,
                email=email,
                language=language,
                source=source or CAME_BY.get(channel, Source.WEB),
                campaign=campaign,
                interest=interest,
                now=now,
            )
    except Refused as refusal:
        if refusal.code != "duplicate_owner":
            raise
        prospect = None
    case = cases.register(
        actor,
        project=project,
        owner=prospect.owner if prospect else None,
        kind=CaseKind.INQUIRY,
        channel=channel,
        language=language,
        now=now,
        **said,
    )
    return case, prospect
