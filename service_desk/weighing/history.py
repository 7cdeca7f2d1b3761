"""The versions of the weights as their page and the API tell them."""

from django.urls import reverse

from crm.versions import Table, Version, in_words, versions
from service_desk.weighing import selectors
from service_desk.weighing.forms import WeightsForm, typed


def shown_versions(*, back: bool = True) -> list[Version]:
    """The newest first, down to what ships; with the way `back` for whoever may set them."""
    number, weights = selectors.in_force()
    form = WeightsForm(number=number, weights=weights)
    return versions(
        selectors.versions(),
        Table(number="number", at="active_from", because="because"),
        in_force=number,
        says=lambda row: in_words(form, typed(row.weights)),
        back=(lambda one: reverse("desk:weights_return", args=[one])) if back else None,
    )
