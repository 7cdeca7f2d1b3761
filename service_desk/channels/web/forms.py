from django import forms
from django.utils.translation import gettext_lazy as _

from service_desk.cases.form_parts import area
from service_desk.cases.terms import CaseKind
from service_desk.channels.mail.forms import Accepting

KINDS = [
    (CaseKind.COMPLAINT, _("Something is wrong")),
    (CaseKind.REPAIR, _("Something needs repair")),
    (CaseKind.INQUIRY, _("I have a question")),
    (CaseKind.SUGGESTION, _("I have a suggestion")),
    (CaseKind.PRAISE, _("I want to praise somebody")),
]
IMPACTS = [
    ("safety", _("Somebody could be hurt")),
    ("health", _("Somebody's health suffers")),
]


class ReportForm(Accepting):
    """The public form. `website` is a field that no person sees: what fills it in is no person."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=KINDS, widget=forms.RadioSelect)
    project = forms.ChoiceField(label=_("Where?"))
    home = forms.CharField(
        label=_("Your home"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "3-2-1201"}),
    )
    words = forms.CharField(label=_("Tell us, in your own words"), max_length=10_000, widget=area(6))
    impact = forms.MultipleChoiceField(
        label=_("What does it do to you?"),
        choices=IMPACTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    households = forms.IntegerField(
        label=_("How many homes are affected?"), required=False, min_value=1, max_value=9_999
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.CharField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(required=False)

    def __init__(self, *args, projects=(), **options):
        super().__init__(*args, **options)
        self.projects = {project.code: project for project in projects}
        choices = [(code, project.label) for code, project in self.projects.items()]
        if len(choices) > 1:  # chosen, not guessed: the first of them is hardly his
            choices.insert(0, ("", _("Please choose")))
        self.fields["project"].choices = choices

    def said(self) -> dict:
        """What the service takes of it."""
        given = self.cleaned_data
        impact = {name: True for name in given["impact"]}
        if given["households"]:
            impact["households"] = given["households"]
        return {
            "project": self.projects[given["project"]],
            "kind": given["kind"],
            "words": given["words"],
            "home": given["home"],
            "impact": impact,
        }


class WordsForm(Accepting):
    words = forms.CharField(label=_("What would you like to add?"), max_length=10_000, widget=area(4))


class DecisionForm(Accepting):
    """Yes with his finger or his name, or no with the reason."""

    proposal = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    words = forms.CharField(label=_("Anything you would like to say to it"), required=False, max_length=4_000)
    signed_name = forms.CharField(label=_("Your name"), required=False, max_length=120)
    signature = forms.CharField(required=False, max_length=500_000, widget=forms.HiddenInput)
