"""The versions of the thresholds as their page and the API tell them."""

from django.urls import reverse

from crm.versions import Table, Version, in_words, versions
from service_desk.escalated import selectors
from service_desk.escalated.threshold_form import ThresholdsForm


def shown_versions(*, back: bool = True) -> list[Version]:
    """The newest first, down to what ships; with the way `back` for whoever may set them."""
    number, thresholds = selectors.in_force()
    form = ThresholdsForm(number=number, thresholds=thresholds)
    return versions(
        selectors.versions(),
        Table(number="number", at="active_from", because="because"),
        in_force=number,
        says=lambda row: in_words(form, row.thresholds),
        back=(lambda one: reverse("desk:difficult_thresholds_return", args=[one])) if back else None,
    )
