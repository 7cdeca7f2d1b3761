"""Who alone speaks in public about a case while a crisis is under way; asked by the reply guard."""

from service_desk.crisis.models import Crisis
from service_desk.crisis.states import CrisisStatus


def voice_of(case) -> int | None:
    """The key of the spokesperson; None where no crisis is under way for the case."""
    if case is None or case.pk is None:
        return None
    rows = Crisis.objects.filter(status=CrisisStatus.OPEN, members__case=case)
    return rows.values_list("spokesperson_id", flat=True).first()
