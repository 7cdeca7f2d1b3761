"""The form that gives a case its owner: found as in taking a call, chosen together with his home."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import clock
from crm.errors import DoorstepError
from owners.access import home_for, owner_for
from owners.days import day_of
from owners.selectors import find_owners, homes_of
from service_desk.cases import services
from service_desk.cases.form_parts import StepForm

FOUND = 8


class OwnerForm(StepForm):
    """`held` names the owner and, after a blank, the home he called about."""

    verb, name, label = "cases.attach_owner", "owner", gettext_lazy("Say whose case it is")
    done = gettext_lazy("The case has its owner.")
    held = forms.CharField(
        required=True,
        max_length=60,
        error_messages={"required": gettext_lazy("Choose the owner from the list.")},
    )

    def prepare(self):
        """Without scripts the search is sent with the form, and its answer comes back in it."""
        self.query = self.data.get("caller_query", "").strip()[:80]
        self.candidates = candidates(self.user, self.case, self.query, clock.now())

    def clean_held(self):
        owner, _blank, home = self.cleaned_data["held"].partition(" ")
        try:
            return owner_for(self.user, owner), home_for(self.user, home) if home else None
        except DoorstepError:
            raise forms.ValidationError(_("There is no such owner.")) from None

    def perform(self, actor, now):
        owner, home = self.cleaned_data["held"]
        services.attach_owner(actor, self.case, owner=owner, home=home, version=self.version, now=now)


def candidates(user, case, query: str, now) -> list[dict]:
    """Who may have called: a few owners with a tie to the case's project, each with the homes he holds there today."""
    if len(query) < 2:
        return []
    found = find_owners(user, query).filter(scopes__project=case.project_id)
    owners = list(found.order_by("name_key", "pk")[:FOUND])
    held = homes_of([owner.pk for owner in owners], day_of(now))
    return [
        {"owner": owner, "homes": [row for row in held[owner.pk] if row.home.project_id == case.project_id]}
        for owner in owners
    ]
