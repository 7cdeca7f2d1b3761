"""What a supervisor types to say from when on facts speak for a difficult complaint."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.errors import DoorstepError
from service_desk.cases.form_parts import area
from service_desk.escalated import rules
from service_desk.escalated.thresholds import set_thresholds


class ThresholdsForm(forms.Form):
    round = forms.IntegerField(
        label=_("From which round on"), help_text=_("A round begins when the owner refuses.")
    )
    far = forms.IntegerField(
        label=_("From how far above the weighed range on, in percent of its upper end"),
        help_text=_("200 is twice the upper end."),
    )
    two_up = forms.BooleanField(label=_("When two levels up were told of a missed deadline"), required=False)
    extreme = forms.BooleanField(label=_("When a playbook for extreme owners is followed"), required=False)
    because = forms.CharField(label=_("Why they change"), max_length=500, widget=area(2))
    seen = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, given=None, *, number, thresholds):
        super().__init__(given, initial={**thresholds, "seen": number}, label_suffix="")
        for name, (least, most) in rules.BOUNDS.items():
            self.fields[name].min_value, self.fields[name].max_value = least, most
            self.fields[name].widget.attrs |= {"min": least, "max": most}

    def carry_out(self, actor, now) -> bool:
        if not self.is_valid():
            return False
        said = dict(self.cleaned_data)
        because, seen = said.pop("because"), said.pop("seen")
        try:
            set_thresholds(actor, thresholds=said, because=because, seen=seen, now=now)
        except DoorstepError as refusal:
            for field, sentence in (refusal.fields or {None: refusal.message}).items():
                self.add_error(field if field in self.fields else None, str(sentence))
            return False
        return True
