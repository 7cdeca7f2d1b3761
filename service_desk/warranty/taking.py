"""What was chosen while the call was taken is kept with the case that came of it."""

from crm import clock
from crm.accounts.permissions import may
from service_desk.cases.terms import PROCEDURE_KINDS

from . import selectors, services


def registered(request, case) -> None:
    """Judge the case by the part that stood in the form; a part that is none of that home's is passed over."""
    code = request.POST.get("warranty_part", "")
    if not code or case.home_id is None or case.kind not in PROCEDURE_KINDS:
        return
    known = {row.part.code for row in selectors.standings_of(case)}
    if code in known and may(request.user, "warranty.judge", project=case.project):
        guessed = code == request.POST.get("warranty_guess", "")
        services.judge(request.user, case, part=code, guessed=guessed, now=clock.now())
