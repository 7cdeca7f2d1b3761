"""Who may see and add files. A handler reaches those of the cases that came to his department, an engineer those of
the homes he goes to, and no others."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, may, require
from crm.errors import NotAllowed, NotFound
from service_desk.attachments.models import Attachment
from service_desk.cases.access import READERS
from service_desk.cases.models import Action, Case, TransferSlip
from service_desk.repairs.models import RepairCall

declare(
    {
        "attachments.view": {Role.HANDLER, *READERS},
        "attachments.add": {
            Role.HANDLER,
            Role.AGENT,
            Role.SUPERVISOR,
            Role.CALLBACK,
            Role.SPOKESPERSON,
        },
        # To take away what somebody else has added.
        "attachments.remove": {Role.SUPERVISOR},
    }
)


def case_with_files(user, number: str, *, to: str = "attachments.view") -> Case:
    """The case of this number, where the user may do `to` with its files."""
    rows = Case.objects.visible_to(user).select_related("project__city", "owner")
    case = rows.filter(number=number).first()
    if case is None:
        raise NotFound()
    if may(user, "cases.view", project=case.project):
        require(user, to, project=case.project)
        return case
    if any(may(user, to, project=case.project, department=row.department) for row in _papers(case)):
        return case
    if may(user, "repairs.call") and goes_there(user, case):
        return case
    raise NotFound()


def goes_there(user, case) -> bool:
    """Whether he is the engineer of a visit to the home for this case."""
    return RepairCall.objects.filter(order__case=case, engineer=user).exists()


def _papers(case):
    """What was given to departments of this case."""
    slips = TransferSlip.objects.filter(case=case).select_related("department")
    return [*slips, *Action.objects.filter(case=case).select_related("department")]


def attachment_for(user, public_id, *, to: str = "attachments.view") -> Attachment:
    """The file of this id, where the user may do `to` with the files of its case; a removed one only to its remover."""
    rows = Attachment.objects.select_related("case__project__city", "added_by")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    found.case = case_with_files(user, found.case.number, to=to)
    if found.removed_at is not None and to == "attachments.view":
        raise NotFound()
    return found


def must_be_his(user, attachment: Attachment) -> None:
    """To take a file away, or to word it anew, is for who added it, and for his supervisor."""
    supervises = may(user, "attachments.remove", project=attachment.case.project)
    if attachment.added_by_id != user.pk and not supervises:
        raise NotAllowed()
