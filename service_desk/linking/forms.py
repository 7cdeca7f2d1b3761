"""Merging, linking and parts, as forms on the page of a case."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.errors import NotFound
from service_desk.cases import selectors
from service_desk.cases.access import case_for
from service_desk.cases.form_parts import StepForm, area
from service_desk.cases.states import OPEN, CaseStatus
from service_desk.linking import access, services

NUMBER = gettext_lazy("Number of the other case")
NEAR = 6  # offered to choose from, so that nobody looks a number up


class OtherCaseForm(StepForm):
    """Names another case by its number; `other` is that case, where the user may do the same with it."""

    icon = "link"
    other = forms.CharField(label=NUMBER, max_length=20, strip=True)

    @cached_property
    def near(self) -> list:
        """The cases it most often is: those of the same owner, then of the same home, newest first."""
        rows = selectors.cases_of(self.user, self.case.owner, limit=NEAR) if self.case.owner else []
        rows += selectors.cases_of_home(self.user, self.case.home, limit=NEAR) if self.case.home else []
        others = {row.pk: row for row in rows if row.pk != self.case.pk and row.status in self.statuses}
        return list(others.values())[:NEAR]

    def clean_other(self):
        try:
            return case_for(self.user, self.cleaned_data["other"], to=self.verb)
        except NotFound:
            raise forms.ValidationError(_("There is no such case.")) from None


class MergeForm(OtherCaseForm):
    verb, name, label = "linking.merge", "merge", gettext_lazy("Merge into another case")
    done = gettext_lazy("Merged; the owner has been told under which number it goes on.")
    statuses = frozenset(OPEN)
    because = forms.CharField(label=gettext_lazy("Why"), widget=area(2))

    def perform(self, actor, now):
        said = self.cleaned_data
        services.merge(
            actor, self.case, into=said["other"], because=said["because"], version=self.version, now=now
        )


class MergeUndoForm(StepForm):
    verb, name, label = "linking.undo", "merge-undoing", gettext_lazy("Take the merge back")
    done = gettext_lazy("The case stands again where it stood.")
    icon, statuses = "undo", frozenset({CaseStatus.MERGED})
    because = forms.CharField(label=gettext_lazy("Why"), widget=area(2))

    def perform(self, actor, now):
        services.undo_merge(actor, self.case, version=self.version, now=now, **self.cleaned_data)


class LinkForm(OtherCaseForm):
    verb, name, label = "linking.link", "links", gettext_lazy("Link another case")
    done = gettext_lazy("The two cases are linked.")
    statuses = frozenset(CaseStatus)
    because = forms.CharField(label=gettext_lazy("What they have in common"), required=False, widget=area(2))

    def perform(self, actor, now):
        said = self.cleaned_data
        services.relate(actor, self.case, to=said["other"], because=said["because"], now=now)


class PartForm(OtherCaseForm):
    verb, name, label = "linking.link", "parts", gettext_lazy("Add a case as a part of this one")
    done = gettext_lazy("The case is now a part of this one.")
    statuses = frozenset(OPEN)
    blocks = forms.BooleanField(
        label=gettext_lazy("This case is closed only after that one"), required=False, initial=True
    )

    def perform(self, actor, now):
        said = self.cleaned_data
        services.adopt(actor, self.case, child=said["other"], blocks=said["blocks"], now=now)


class UnlinkForm(StepForm):
    """Offered beside each link on the card, not in the menu."""

    verb, name, label = "linking.link", "unlinking", gettext_lazy("End this link")
    done = gettext_lazy("The link is ended.")
    link = forms.UUIDField()

    def perform(self, actor, now):
        link = access.link_for(actor, self.cleaned_data["link"], of=self.case)
        services.end_link(actor, link, now=now)


STEPS = (MergeForm, MergeUndoForm, LinkForm, PartForm, UnlinkForm)
