"""The versions of a part as its page and the API tell them, by the labels of the form in which it is edited."""

from django.urls import reverse

from crm.versions import Table, Version, in_words, versions

from .forms import PartForm, said_in
from .models import WarrantyPart
from .past import versions_of


def shown_versions(part: WarrantyPart) -> list[Version]:
    """For whoever may edit it: the newest first, each earlier one with its way back."""
    form, found = PartForm(), versions_of(part)
    return versions(
        found,
        Table(because="because"),
        in_force=found[0].version,
        says=lambda row: in_words(form, said_in(row.said)),
        back=lambda number: reverse("owners:warranty_return", args=[part.code, number]),
    )
