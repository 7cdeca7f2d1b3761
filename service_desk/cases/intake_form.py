"""The form a call is taken with: the owner's own words apart from the summary, and what it does to him."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.errors import Refused
from crm.web.asking import ALWAYS, asked
from service_desk.cases import services
from service_desk.cases.form_parts import MoneyField, area
from service_desk.cases.terms import CaseKind, Channel, Emotion, Subject
from service_desk.causes.picking import subject_of
from service_desk.intake.inquiries import register_inquiry
from service_desk.intake.strangers import register_stranger

IMPACTS = (
    ("safety", _("Somebody could be hurt")),
    ("health", _("Somebody's health suffers")),
    ("media", _("Press or social media")),
    ("law", _("Lawyer, court or authority")),
)
TYPED_IN = [pair for pair in Channel.choices if pair[0] not in (Channel.API, Channel.IMPORT)]


class RegisterForm(forms.Form):
    words = forms.CharField(label=_("In the owner's own words"), widget=area(5, **{"data-key": "w"}))
    summary = forms.CharField(
        label=_("In one line"),
        required=False,
        max_length=300,
        help_text=_("Empty: the first line of those words."),
    )
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=CaseKind.choices, initial=CaseKind.COMPLAINT, widget=forms.RadioSelect
    )
    subject = asked(
        forms.ChoiceField(
            label=_("What is it about?"), choices=Subject.choices, widget=forms.RadioSelect, required=False
        ),
        needed=ALWAYS,
    )
    cause = forms.CharField(required=False, max_length=80)  # the part or the defect, picked below the class
    channel = forms.ChoiceField(label=_("How did it reach us?"), choices=TYPED_IN, initial=Channel.PHONE)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    emotion = forms.ChoiceField(
        label=_("How do they sound?"), choices=Emotion.choices, initial=Emotion.CALM, widget=forms.RadioSelect
    )
    impact = forms.MultipleChoiceField(
        label=_("What does it do to them?"),
        choices=IMPACTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    households = forms.IntegerField(
        label=_("Households affected"), required=False, min_value=1, max_value=9999
    )

    def __init__(self, *args, currency="CNY", **options):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.fields["money"] = MoneyField(
            label=_("Damage, about (%(currency)s)") % {"currency": currency},
            currency=currency,
            required=False,
        )
        self.fields["demand_amount"] = MoneyField(
            label=_("What they ask for (%(currency)s)") % {"currency": currency},
            currency=currency,
            required=False,
        )

    def clean(self):
        said = super().clean()
        said["subject"] = subject_of(said)
        if not said["subject"] and "subject" not in self.errors:
            self.add_error("subject", _("Please say what it is about."))
        return said

    def impact_said(self) -> dict:
        """The impact as the severity rule reads it."""
        said = self.cleaned_data
        impact = {key: True for key in said.get("impact", ())}
        impact["households"] = said.get("households")
        impact["money"] = said.get("money")
        return {key: value for key, value in impact.items() if value}

    def register(self, actor, *, project, owner, home, unknown=None, now):
        """The new case, or None where something has to be corrected.

        An inquiry of somebody `unknown` (his name and phone) makes him a prospect; else the two are left as a note.
        """
        said = self.cleaned_data
        plain = {
            name: said[name]
            for name in ("kind", "channel", "words", "summary", "language", "subject", "emotion")
        }
        plain |= {"impact": self.impact_said(), "demand_amount": said["demand_amount"], "received_at": now}
        try:
            if owner is None and said["kind"] == CaseKind.INQUIRY and any((unknown or {}).values()):
                plain.pop("kind")
                return register_inquiry(actor, project=project, now=now, **unknown, **plain)[0]
            if owner is None:
                return register_stranger(
                    actor, project=project, home=home, now=now, **(unknown or {}), **plain
                )
            return services.register(actor, project=project, owner=owner, home=home, now=now, **plain)
        except Refused as refusal:
            for field, text in refusal.fields.items():
                self.add_error(field if field in self.fields else None, str(text))
            if not refusal.fields:
                self.add_error(None, str(refusal.message))
            return None
