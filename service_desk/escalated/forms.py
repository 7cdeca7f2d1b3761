"""Marking, asking a senior handler, the plan with its options, the decision about it, and the end."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.web.asking import asked
from service_desk.cases.form_parts import YES_NO, MoneyField, StepForm, area
from service_desk.cases.terms import PartKind
from service_desk.escalated import access, services
from service_desk.escalated.terms import Outcome, Place, Reason

PARTS = 3


class MarkForm(StepForm):
    verb, name, label = "escalated.mark", "mark", gettext_lazy("Mark as difficult")
    done = gettext_lazy("Marked; the senior handler has been asked to take it over.")
    reason = forms.ChoiceField(label=gettext_lazy("Why it is difficult"), choices=Reason.choices)
    words = forms.CharField(label=gettext_lazy("In words"), required=False, widget=area(3))
    senior = forms.ModelChoiceField(None, label=gettext_lazy("Senior handler"), empty_label=None)

    def prepare(self):
        self.fields["senior"].queryset = access.seniors_of(self.case.project)

    def perform(self, actor, now):
        services.mark(actor, self.case, version=self.version, now=now, **self.cleaned_data)


class SeniorForm(StepForm):
    verb, name, label = "escalated.mark", "senior", gettext_lazy("Ask this senior handler")
    done = gettext_lazy("Asked; until it is accepted the case stays where it is.")
    senior = forms.ModelChoiceField(None, label=gettext_lazy("Senior handler"), empty_label=None)

    def prepare(self):
        self.fields["senior"].queryset = access.seniors_of(self.case.project)

    def perform(self, actor, now):
        services.ask_senior(actor, self.paper, senior=self.cleaned_data["senior"], now=now)


class OptionPartForm(forms.Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("of an option", "Part"), choices=[("", "–"), *PartKind.choices], required=False
    )
    description = forms.CharField(label=gettext_lazy("What exactly"), required=False, max_length=300)

    def __init__(self, *args, currency, **options):
        super().__init__(*args, label_suffix="", **options)
        label = _("Cost, %(currency)s") % {"currency": currency}
        self.fields["amount"] = MoneyField(label=label, currency=currency, required=False)

    def clean(self):
        said = super().clean()
        if not said.get("kind") and (said.get("description") or said.get("amount")):
            self.add_error("kind", _("Say which kind of part this is."))
        return said


class OptionForm(forms.Form):
    """One option: its words, and up to three parts."""

    words = forms.CharField(label=gettext_lazy("What we offer"), required=False, widget=area(2))

    def __init__(self, given, *, place: str, currency: str):
        super().__init__(given, prefix=f"option{place}", label_suffix="")
        self.title = Place(place).label
        self.parts = [
            OptionPartForm(given, prefix=f"option{place}-part{n}", currency=currency) for n in range(PARTS)
        ]

    def is_valid(self):
        return all([super().is_valid(), *[part.is_valid() for part in self.parts]])

    def option(self) -> dict | None:
        parts = [part.cleaned_data for part in self.parts if part.cleaned_data.get("kind")]
        words = self.cleaned_data["words"]
        return {"words": words, "parts": parts} if words or parts else None


class PlanForm(StepForm):
    verb, name, label = "escalated.lead", "plan", gettext_lazy("Put up the plan")
    done = gettext_lazy("The plan is kept.")
    wants = forms.CharField(label=gettext_lazy("What the owner wants, and why"), widget=area(3))
    position = forms.CharField(label=gettext_lazy("Our position"), widget=area(3))
    not_negotiable = forms.CharField(label=gettext_lazy("What is not negotiable, and why"), widget=area(3))
    speaker = forms.ModelChoiceField(None, label=gettext_lazy("Who speaks with the owner"), empty_label=None)

    def prepare(self):
        given = self.data if self.is_bound else None
        currency = self.case.currency
        label = _("The most that can be granted, %(currency)s") % {"currency": currency}
        self.fields["limit"] = MoneyField(label=label, currency=currency)
        self.fields["speaker"].queryset = access.speakers_of(self.case.project)
        self.fields["speaker"].initial = self.user.pk
        self.options = [OptionForm(given, place=place, currency=currency) for place in Place.values]

    def is_valid(self):
        return all([super().is_valid(), *[option.is_valid() for option in self.options]])

    def perform(self, actor, now):
        options = [option for option in (form.option() for form in self.options) if option]
        services.draw_plan(actor, self.paper, options=options, now=now, **self.cleaned_data)

    def take(self, refusal):
        """What is wrong with the options has no field of its own; it stands above the form."""
        super().take(refusal)
        if sentence := refusal.fields.get("options"):
            self.errors.pop("__all__", None)
            self.add_error(None, str(sentence))


class DecisionForm(StepForm):
    verb, name, label = "escalated.approve", "decision", gettext_lazy("Decide")
    done = gettext_lazy("Your decision is noted.")
    approved = forms.ChoiceField(
        label=gettext_lazy("Do you allow this plan?"), choices=YES_NO, widget=forms.RadioSelect
    )
    because = asked(
        forms.CharField(label=gettext_lazy("Why"), required=False, widget=area(2)), needed="approved=no"
    )

    def perform(self, actor, now):
        said = self.cleaned_data
        services.decide_plan(
            actor, self.paper, approved=said["approved"] == "yes", because=said["because"], now=now
        )


class EndForm(StepForm):
    verb, name, label = "escalated.lead", "end", gettext_lazy("Say how it ended")
    done = gettext_lazy("The result and the lesson are kept.")
    outcome = forms.ChoiceField(label=gettext_lazy("How it ended"), choices=Outcome.choices)
    result = forms.CharField(label=gettext_lazy("What came of it"), widget=area(3))
    lesson = forms.CharField(label=gettext_lazy("What we learn from it"), widget=area(3))

    def perform(self, actor, now):
        services.end(actor, self.paper, now=now, **self.cleaned_data)


class UnmarkForm(StepForm):
    verb, name, label = "escalated.mark", "unmark", gettext_lazy("Take the mark back")
    done = gettext_lazy("The mark is taken back.")
    because = forms.CharField(label=gettext_lazy("Why"), widget=area(2))

    def perform(self, actor, now):
        services.unmark(actor, self.paper, now=now, **self.cleaned_data)
